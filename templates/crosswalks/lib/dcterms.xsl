<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Dublin Core's own names to ours, for dc and EDM.  dc:coverage is temporal where it looks like a
  date, else spatial; what has no property of its own is a relation; what is the record's own
  business (modified, available …) is left out.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="urn:vartai:description:1">

  <xsl:variable name="terms-kept">|title|alternative|creator|contributor|publisher|date|created|issued|description|abstract|tableOfContents|subject|type|format|extent|medium|language|source|relation|isPartOf|hasPart|spatial|temporal|rights|rightsHolder|identifier|provenance|bibliographicCitation|</xsl:variable>
  <xsl:variable name="terms-related">|conformsTo|hasFormat|hasVersion|isFormatOf|isReferencedBy|isReplacedBy|isRequiredBy|isVersionOf|references|replaces|requires|isRelatedTo|isSuccessorOf|isSimilarTo|realizes|hasMet|</xsl:variable>
  <xsl:variable name="terms-others">|coverage=spatial|license=rights|accessRights=rights|copyrighted=date|dateCopyrighted=date|hasType=type|incorporates=hasPart|isDerivativeOf=source|isRepresentationOf=source|</xsl:variable>

  <xsl:template name="term">
    <xsl:param name="local"/>
    <xsl:param name="value"/>
    <xsl:variable name="key" select="concat('|', $local, '|')"/>
    <xsl:variable name="first" select="substring(translate(substring(normalize-space($value), 1, 20), '[(?~', ''), 1, 2)"/>
    <xsl:choose>
      <xsl:when test="$local = 'coverage' and $first != '' and translate($first, '0123456789', '') = ''">temporal</xsl:when>
      <xsl:when test="$local = 'coverage' and contains($value, ' a.') and translate($first, 'XVI', '') = '' and $first != ''">temporal</xsl:when>
      <xsl:when test="contains($terms-kept, $key)">
        <xsl:value-of select="$local"/>
      </xsl:when>
      <xsl:when test="contains($terms-related, $key)">relation</xsl:when>
      <xsl:when test="contains($terms-others, concat('|', $local, '='))">
        <xsl:value-of select="substring-before(substring-after($terms-others, concat('|', $local, '=')), '|')"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
