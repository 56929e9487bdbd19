<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Our description to MODS 3.7.  The source: as in oai_dc.xsl; the parameters: as in lib/out.xsl.

  titleInfo        title, alternative (type)          name               creator, contributor, with role
  typeOfResource   the kind                           genre              type
  originInfo       publisher, issued, created, date; place: spatial with a role
  language         language, else the object's        physicalDescription medium, extent, format
  abstract, tableOfContents; note: description, provenance, source, bibliographicCitation
  subject          subject (topic), spatial (geographic, cartographics), temporal
  relatedItem      isPartOf (host), hasPart (constituent), relation
  location         the holder; the object's page, the manifest      accessCondition  rights
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:v="urn:vartai:description:1" xmlns:c="urn:vartai:crosswalk:1" xmlns="http://www.loc.gov/mods/v3"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    exclude-result-prefixes="v c">
  <c:format ns="http://www.loc.gov/mods/v3" schema="http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"/>
  <xsl:include href="../lib/out.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>

  <xsl:template match="/v:object" name="mods">
    <mods version="3.7" xsi:schemaLocation="http://www.loc.gov/mods/v3 http://www.loc.gov/standards/mods/v3/mods-3-7.xsd">
      <xsl:apply-templates select="$object/v:property[@name = 'title']" mode="mods"/>
      <xsl:apply-templates select="$object/v:property[@name = 'alternative']" mode="mods"/>
      <xsl:apply-templates select="$object/v:property[@name = 'creator']" mode="mods"/>
      <xsl:apply-templates select="$object/v:property[@name = 'contributor']" mode="mods"/>
      <xsl:call-template name="type-of-resource"/>
      <xsl:apply-templates select="$object/v:property[@name = 'type']" mode="mods"/>
      <xsl:call-template name="origin"/>
      <xsl:call-template name="languages"/>
      <xsl:call-template name="physical"/>
      <xsl:apply-templates select="$object/v:property[contains('|abstract|tableOfContents|description|provenance|source|bibliographicCitation|', concat('|', @name, '|'))]" mode="mods"/>
      <xsl:apply-templates select="$object/v:property[@name = 'subject']" mode="mods"/>
      <xsl:apply-templates select="$object/v:property[@name = 'spatial'][not(@role)]" mode="mods"/>
      <xsl:apply-templates select="$object/v:property[@name = 'temporal']" mode="mods"/>
      <xsl:apply-templates select="$object/v:property[@name = 'isPartOf' or @name = 'hasPart' or @name = 'relation']" mode="mods"/>
      <identifier type="local">
        <xsl:value-of select="$object/@identifier"/>
      </identifier>
      <xsl:apply-templates select="$object/v:property[@name = 'identifier']" mode="mods"/>
      <xsl:call-template name="locations"/>
      <xsl:call-template name="access"/>
      <xsl:call-template name="record-info"/>
    </mods>
  </xsl:template>

  <xsl:template name="authority">
    <xsl:copy-of select="@xml:lang"/>
    <xsl:if test="starts-with(@uri, 'http')">
      <xsl:attribute name="valueURI">
        <xsl:value-of select="@uri"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template match="v:property[@name = 'title']" mode="mods">
    <titleInfo>
      <xsl:copy-of select="@xml:lang"/>
      <title>
        <xsl:call-template name="words"/>
      </title>
    </titleInfo>
  </xsl:template>
  <xsl:template match="v:property[@name = 'alternative']" mode="mods">
    <titleInfo type="alternative">
      <xsl:copy-of select="@xml:lang"/>
      <title>
        <xsl:call-template name="words"/>
      </title>
    </titleInfo>
  </xsl:template>
  <xsl:template match="v:property[@name = 'creator' or @name = 'contributor']" mode="mods">
    <name>
      <xsl:call-template name="authority"/>
      <namePart>
        <xsl:call-template name="words"/>
      </namePart>
      <role>
        <roleTerm type="code" authority="marcrelator">
          <xsl:choose>
            <xsl:when test="@role">
              <xsl:value-of select="@role"/>
            </xsl:when>
            <xsl:when test="@name = 'creator'">cre</xsl:when>
            <xsl:otherwise>ctb</xsl:otherwise>
          </xsl:choose>
        </roleTerm>
      </role>
    </name>
  </xsl:template>
  <xsl:template name="type-of-resource">
    <xsl:variable name="type" select="substring-before(substring-after('|TEXT=text|IMAGE=still image|SOUND=sound recording|VIDEO=moving image|3D=three dimensional object|', concat('|', $object/@kind, '=')), '|')"/>
    <xsl:if test="$type != ''">
      <typeOfResource>
        <xsl:value-of select="$type"/>
      </typeOfResource>
    </xsl:if>
  </xsl:template>
  <xsl:template match="v:property[@name = 'type']" mode="mods">
    <genre>
      <xsl:call-template name="authority"/>
      <xsl:call-template name="words"/>
    </genre>
  </xsl:template>

  <xsl:template name="origin">
    <xsl:variable name="of" select="$object/v:property[@name = 'publisher' or @name = 'issued' or @name = 'created' or @name = 'date' or @name = 'spatial' and @role]"/>
    <xsl:if test="$of">
      <originInfo>
        <xsl:for-each select="$of[@name = 'spatial'][. != '']">
          <place>
            <placeTerm type="text">
              <xsl:call-template name="authority"/>
              <xsl:value-of select="."/>
            </placeTerm>
          </place>
        </xsl:for-each>
        <xsl:for-each select="$of[@name = 'publisher']">
          <publisher>
            <xsl:copy-of select="@xml:lang"/>
            <xsl:call-template name="words"/>
          </publisher>
        </xsl:for-each>
        <xsl:apply-templates select="$of[@name = 'issued' or @name = 'created' or @name = 'date']" mode="date"/>
      </originInfo>
    </xsl:if>
  </xsl:template>
  <xsl:template match="v:property" mode="date">
    <xsl:variable name="element" select="substring-before(substring-after('|issued=dateIssued|created=dateCreated|date=dateOther|', concat('|', @name, '=')), '|')"/>
    <xsl:if test=". != ''">
      <xsl:element name="{$element}" namespace="http://www.loc.gov/mods/v3">
        <xsl:value-of select="."/>
      </xsl:element>
    </xsl:if>
    <xsl:for-each select="@start | @end[not(. = ../@start)]">
      <xsl:element name="{$element}" namespace="http://www.loc.gov/mods/v3">
        <xsl:attribute name="encoding">iso8601</xsl:attribute>
        <xsl:if test="not(../@start = ../@end)">
          <xsl:attribute name="point">
            <xsl:value-of select="name()"/>
          </xsl:attribute>
        </xsl:if>
        <xsl:value-of select="."/>
      </xsl:element>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="languages">
    <xsl:for-each select="$object/v:property[@name = 'language'] | $object/@language[not($object/v:property[@name = 'language'])]">
      <language>
        <languageTerm type="code" authority="rfc5646">
          <xsl:value-of select="."/>
        </languageTerm>
      </language>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="physical">
    <xsl:variable name="of" select="$object/v:property[@name = 'medium' or @name = 'extent' or @name = 'format']"/>
    <xsl:if test="$of">
      <physicalDescription>
        <xsl:for-each select="$of[@name = 'medium']">
          <form>
            <xsl:call-template name="authority"/>
            <xsl:call-template name="words"/>
          </form>
        </xsl:for-each>
        <xsl:for-each select="$of[@name = 'format']">
          <xsl:choose>
            <xsl:when test="contains(., '/') and not(contains(., ' '))">
              <internetMediaType>
                <xsl:value-of select="."/>
              </internetMediaType>
            </xsl:when>
            <xsl:otherwise>
              <note>
                <xsl:copy-of select="@xml:lang"/>
                <xsl:call-template name="words"/>
              </note>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
        <xsl:for-each select="$of[@name = 'extent']">
          <extent>
            <xsl:copy-of select="@xml:lang"/>
            <xsl:call-template name="words"/>
          </extent>
        </xsl:for-each>
      </physicalDescription>
    </xsl:if>
  </xsl:template>

  <xsl:template match="v:property[@name = 'abstract']" mode="mods">
    <abstract>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:call-template name="words"/>
    </abstract>
  </xsl:template>
  <xsl:template match="v:property[@name = 'tableOfContents']" mode="mods">
    <tableOfContents>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:call-template name="words"/>
    </tableOfContents>
  </xsl:template>
  <xsl:template match="v:property[@name = 'description' or @name = 'provenance' or @name = 'source' or @name = 'bibliographicCitation']" mode="mods">
    <note>
      <xsl:variable name="type" select="substring-before(substring-after('|provenance=ownership|source=source|bibliographicCitation=citation/reference|', concat('|', @name, '=')), '|')"/>
      <xsl:if test="$type != ''">
        <xsl:attribute name="type">
          <xsl:value-of select="$type"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:call-template name="words"/>
    </note>
  </xsl:template>

  <xsl:template match="v:property[@name = 'subject']" mode="mods">
    <subject>
      <topic>
        <xsl:call-template name="authority"/>
        <xsl:call-template name="words"/>
      </topic>
    </subject>
  </xsl:template>
  <xsl:template match="v:property[@name = 'spatial']" mode="mods">
    <subject>
      <xsl:if test=". != '' or @uri">
        <geographic>
          <xsl:call-template name="authority"/>
          <xsl:call-template name="words"/>
        </geographic>
      </xsl:if>
      <xsl:if test="@latitude">
        <cartographics>
          <coordinates>
            <xsl:value-of select="concat(@latitude, ', ', @longitude)"/>
          </coordinates>
        </cartographics>
      </xsl:if>
    </subject>
  </xsl:template>
  <xsl:template match="v:property[@name = 'temporal']" mode="mods">
    <subject>
      <temporal>
        <xsl:call-template name="authority"/>
        <xsl:call-template name="words"/>
      </temporal>
    </subject>
  </xsl:template>

  <xsl:template match="v:property[@name = 'isPartOf' or @name = 'hasPart' or @name = 'relation']" mode="mods">
    <relatedItem>
      <xsl:variable name="type" select="substring-before(substring-after('|isPartOf=host|hasPart=constituent|', concat('|', @name, '=')), '|')"/>
      <xsl:if test="$type != ''">
        <xsl:attribute name="type">
          <xsl:value-of select="$type"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test=". != ''">
        <titleInfo>
          <xsl:copy-of select="@xml:lang"/>
          <title>
            <xsl:value-of select="."/>
          </title>
        </titleInfo>
      </xsl:if>
      <xsl:if test="@uri">
        <identifier type="uri">
          <xsl:value-of select="@uri"/>
        </identifier>
      </xsl:if>
    </relatedItem>
  </xsl:template>
  <xsl:template match="v:property[@name = 'identifier']" mode="mods">
    <identifier>
      <xsl:attribute name="type">
        <xsl:choose>
          <xsl:when test="starts-with(., 'ISBN ')">isbn</xsl:when>
          <xsl:when test="starts-with(., 'ISSN ')">issn</xsl:when>
          <xsl:when test="@uri and . = ''">uri</xsl:when>
          <xsl:otherwise>local</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="starts-with(., 'ISBN ') or starts-with(., 'ISSN ')">
          <xsl:value-of select="substring(., 6)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="words"/>
        </xsl:otherwise>
      </xsl:choose>
    </identifier>
  </xsl:template>

  <xsl:template name="locations">
    <location>
      <xsl:for-each select="$holders">
        <physicalLocation>
          <xsl:copy-of select="@xml:lang"/>
          <xsl:value-of select="."/>
        </physicalLocation>
      </xsl:for-each>
      <url usage="primary" access="object in context">
        <xsl:value-of select="$page"/>
      </url>
      <xsl:if test="$images">
        <url note="IIIF">
          <xsl:value-of select="$manifest"/>
        </url>
      </xsl:if>
    </location>
  </xsl:template>
  <xsl:template name="access">
    <xsl:if test="$object/@rights">
      <accessCondition type="use and reproduction" xlink:href="{$object/@rights}">
        <xsl:value-of select="$object/@rights"/>
      </accessCondition>
    </xsl:if>
    <xsl:for-each select="$object/v:property[@name = 'rights' or @name = 'rightsHolder']">
      <accessCondition type="use and reproduction">
        <xsl:copy-of select="@xml:lang"/>
        <xsl:call-template name="words"/>
      </accessCondition>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="record-info">
    <recordInfo>
      <xsl:if test="$object/v:institution/@code">
        <recordContentSource>
          <xsl:value-of select="$object/v:institution/@code"/>
        </recordContentSource>
      </xsl:if>
      <recordIdentifier>
        <xsl:value-of select="concat('oai:', $object/v:context/@oai-domain, ':', $object/@identifier)"/>
      </recordIdentifier>
    </recordInfo>
  </xsl:template>
</xsl:stylesheet>
