<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Dublin Core to our description: oai_dc:dc, or any element whose children are dc or dcterms
  elements (qualified Dublin Core).

  identifier    the first dc:identifier that is neither an address nor a standard number, else the last
                segment of an address, else the first; all of them are properties too
  properties    by their own names (lib/dcterms.xsl)
  rights        the first dc:rights, dcterms:license or dcterms:accessRights that is an address
  spatial       also DCMI Point and Box ("name=…; east=…; north=…"); temporal, date: DCMI Period
  files         none: Dublin Core does not tell a file from a page
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:marcrel="http://id.loc.gov/vocabulary/relators/" xmlns:marcrel-old="http://www.loc.gov/loc.terms/relators/"
    xmlns="urn:vartai:description:1"
    exclude-result-prefixes="dc dcterms rdf xsi marcrel marcrel-old">
  <xsl:include href="../lib/object.xsl"/>
  <xsl:include href="../lib/relators.xsl"/>
  <xsl:include href="../lib/dcterms.xsl"/>

  <xsl:template match="*[dc:* or dcterms:*]" mode="object">
    <xsl:variable name="ids" select="(dc:identifier | dcterms:identifier)[normalize-space() != '']"/>
    <xsl:variable name="plain" select="$ids[not(contains(., '://')) and not(starts-with(translate(normalize-space(), 'isbnmdo', 'ISBNMDO'), 'ISBN')
        or starts-with(translate(normalize-space(), 'isn', 'ISN'), 'ISSN') or starts-with(normalize-space(), 'doi:'))]"/>
    <xsl:variable name="said" select="(dc:rights | dcterms:rights | dcterms:license | dcterms:accessRights)"/>
    <object language="{(dc:language | dcterms:language)[1]}">
      <xsl:attribute name="identifier">
        <xsl:choose>
          <xsl:when test="$plain">
            <xsl:value-of select="normalize-space($plain[1])"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="last-segment">
              <xsl:with-param name="of" select="normalize-space(($ids[contains(., '://')] | $ids[not($ids[contains(., '://')])])[1])"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="rights">
        <xsl:value-of select="normalize-space(($said[starts-with(normalize-space(), 'http')] | $said/@rdf:resource | $said/@valueURI)[1])"/>
      </xsl:attribute>
      <xsl:apply-templates select="*" mode="property"/>
    </object>
  </xsl:template>

  <xsl:template match="*" mode="property"/>

  <xsl:template match="dc:* | dcterms:*" mode="property">
    <xsl:variable name="value" select="normalize-space()"/>
    <xsl:variable name="name">
      <xsl:call-template name="term">
        <xsl:with-param name="local" select="local-name()"/>
        <xsl:with-param name="value" select="$value"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="is-scheme" select="contains($value, '=') and (substring-after(@xsi:type, ':') = 'Point' or substring-after(@xsi:type, ':') = 'Box'
        or substring-after(@xsi:type, ':') = 'Period' or contains($value, 'northlimit=') or contains($value, 'north=') and contains($value, 'east='))"/>
    <xsl:if test="$name != ''">
      <property name="{$name}">
        <xsl:attribute name="xml:lang">
          <xsl:call-template name="lang"/>
        </xsl:attribute>
        <xsl:call-template name="uri">
          <xsl:with-param name="name" select="$name"/>
          <xsl:with-param name="value" select="$value"/>
        </xsl:call-template>
        <xsl:choose>
          <xsl:when test="$is-scheme">
            <xsl:call-template name="scheme"/>
          </xsl:when>
          <xsl:when test="$name = 'rights' and starts-with($value, 'http')"/>
          <xsl:when test="contains('|relation|source|isPartOf|hasPart|identifier|subject|spatial|type|creator|contributor|publisher|', concat('|', $name, '|'))
              and not(contains($value, ' ')) and (starts-with($value, 'http://') or starts-with($value, 'https://'))"/>
          <xsl:otherwise>
            <xsl:value-of select="$value"/>
          </xsl:otherwise>
        </xsl:choose>
      </property>
    </xsl:if>
  </xsl:template>

  <xsl:template match="marcrel:* | marcrel-old:*" mode="property">
    <xsl:variable name="role">
      <xsl:call-template name="relator">
        <xsl:with-param name="value" select="translate(local-name(), $upper, $lower)"/>
      </xsl:call-template>
    </xsl:variable>
    <property role="{$role}">
      <xsl:attribute name="name">
        <xsl:call-template name="agent-name">
          <xsl:with-param name="role" select="$role"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:value-of select="normalize-space()"/>
    </property>
  </xsl:template>

  <!-- An address beside the value, or as the value where the property can be one. -->
  <xsl:template name="uri">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:attribute name="uri">
      <xsl:choose>
        <xsl:when test="@rdf:resource | @valueURI">
          <xsl:value-of select="normalize-space((@rdf:resource | @valueURI)[1])"/>
        </xsl:when>
        <xsl:when test="contains($value, ' ') or not(starts-with($value, 'http://') or starts-with($value, 'https://'))"/>
        <xsl:when test="contains('|rights|relation|source|isPartOf|hasPart|identifier|subject|spatial|type|creator|contributor|publisher|', concat('|', $name, '|'))">
          <xsl:value-of select="$value"/>
        </xsl:when>
      </xsl:choose>
    </xsl:attribute>
  </xsl:template>

  <!-- DCMI Point, Box, Period: "name=Utena; east=25.6; north=55.5", "start=1914; end=1918; name=…" -->
  <xsl:template name="part">
    <xsl:param name="key"/>
    <xsl:variable name="v" select="concat(';', normalize-space(), ';')"/>
    <xsl:value-of select="normalize-space(substring-before(concat(substring-after($v, concat(';', $key, '=')),
        substring-after($v, concat('; ', $key, '='))), ';'))"/>
  </xsl:template>
  <xsl:template name="between">
    <xsl:param name="low"/>
    <xsl:param name="high"/>
    <xsl:variable name="a">
      <xsl:call-template name="part">
        <xsl:with-param name="key" select="$low"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="b">
      <xsl:call-template name="part">
        <xsl:with-param name="key" select="$high"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:if test="string(number($a)) != 'NaN' and string(number($b)) != 'NaN'">
      <xsl:value-of select="format-number((number($a) + number($b)) div 2, '0.######')"/>
    </xsl:if>
  </xsl:template>
  <xsl:template name="scheme">
    <xsl:variable name="name">
      <xsl:call-template name="part">
        <xsl:with-param name="key" select="'name'"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="start">
      <xsl:call-template name="part">
        <xsl:with-param name="key" select="'start'"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="end">
      <xsl:call-template name="part">
        <xsl:with-param name="key" select="'end'"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="latitude">
      <xsl:choose>
        <xsl:when test="contains(., 'northlimit=')">
          <xsl:call-template name="between">
            <xsl:with-param name="low" select="'southlimit'"/>
            <xsl:with-param name="high" select="'northlimit'"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="part">
            <xsl:with-param name="key" select="'north'"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="longitude">
      <xsl:choose>
        <xsl:when test="contains(., 'eastlimit=')">
          <xsl:call-template name="between">
            <xsl:with-param name="low" select="'westlimit'"/>
            <xsl:with-param name="high" select="'eastlimit'"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="part">
            <xsl:with-param name="key" select="'east'"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="$latitude != '' and $longitude != ''">
      <xsl:attribute name="latitude">
        <xsl:value-of select="$latitude"/>
      </xsl:attribute>
      <xsl:attribute name="longitude">
        <xsl:value-of select="$longitude"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:attribute name="start">
      <xsl:value-of select="$start"/>
    </xsl:attribute>
    <xsl:attribute name="end">
      <xsl:value-of select="$end"/>
    </xsl:attribute>
    <xsl:choose>
      <xsl:when test="$name != ''">
        <xsl:value-of select="$name"/>
      </xsl:when>
      <xsl:when test="$start != '' or $end != ''">
        <xsl:value-of select="concat($start, '/', $end)"/>
      </xsl:when>
      <xsl:when test="$latitude != ''">
        <xsl:value-of select="concat($latitude, ' ', $longitude)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="normalize-space()"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
