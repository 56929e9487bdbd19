<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Our description to oai_dc (simple Dublin Core in its OAI container).

  The source: <object> as description_xml.h has it, and in it <institution code uri><name xml:lang/>,
  <image identifier page width height/> and <context images text oai-domain provider
  intermediate-provider/>.  The parameter base stands for the public address.

  dc:date       ISO 8601 from start and end (an open end is "1940/.."), else the words as they are
  dc:identifier the object's page first; then its numbers.  dc:type DCMI's type, then the words
  dc:coverage   places and times that the thing is about, not where it was published
  dc:rights     the address first, then words and holder.  dc:source the holder, and sources
  dc:relation   words, and behind them their address where they have one; so dc:source
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:exsl="http://exslt.org/common" xmlns:v="urn:vartai:description:1"
    xmlns:c="urn:vartai:crosswalk:1" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" exclude-result-prefixes="exsl v c">
  <c:format ns="http://www.openarchives.org/OAI/2.0/oai_dc/" schema="http://www.openarchives.org/OAI/2.0/oai_dc.xsd"/>

  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>
  <xsl:param name="base"/>
  <xsl:key name="same" match="*" use="concat(name(), '|', ., '|', @xml:lang)"/>

  <xsl:template match="/v:object">
    <xsl:variable name="draft">
      <xsl:call-template name="elements"/>
    </xsl:variable>
    <oai_dc:dc xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">
      <xsl:for-each select="exsl:node-set($draft)/*[. != '']">
        <xsl:if test="generate-id() = generate-id(key('same', concat(name(), '|', ., '|', @xml:lang))[1])">
          <xsl:element name="{name()}">
            <xsl:copy-of select="@xml:lang[. != '']"/>
            <xsl:value-of select="."/>
          </xsl:element>
        </xsl:if>
      </xsl:for-each>
    </oai_dc:dc>
  </xsl:template>

  <xsl:template name="elements">
    <xsl:variable name="page" select="concat($base, '/objects/', @identifier)"/>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:title'"/>
      <xsl:with-param name="of" select="v:property[@name = 'title']"/>
    </xsl:call-template>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:title'"/>
      <xsl:with-param name="of" select="v:property[@name = 'alternative']"/>
    </xsl:call-template>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:creator'"/>
      <xsl:with-param name="of" select="v:property[@name = 'creator']"/>
    </xsl:call-template>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:subject'"/>
      <xsl:with-param name="of" select="v:property[@name = 'subject']"/>
    </xsl:call-template>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:description'"/>
      <xsl:with-param name="of" select="v:property[@name = 'abstract' or @name = 'description' or @name = 'tableOfContents' or @name = 'provenance']"/>
    </xsl:call-template>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:publisher'"/>
      <xsl:with-param name="of" select="v:property[@name = 'publisher']"/>
    </xsl:call-template>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:contributor'"/>
      <xsl:with-param name="of" select="v:property[@name = 'contributor']"/>
    </xsl:call-template>
    <xsl:apply-templates select="v:property[@name = 'issued']" mode="date"/>
    <xsl:apply-templates select="v:property[@name = 'created' or @name = 'date']" mode="date"/>
    <dc:type>
      <xsl:value-of select="substring-before(substring-after('|TEXT Text|IMAGE Image|SOUND Sound|VIDEO MovingImage|3D InteractiveResource|', concat('|', @kind, ' ')), '|')"/>
    </dc:type>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:type'"/>
      <xsl:with-param name="of" select="v:property[@name = 'type']"/>
    </xsl:call-template>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:format'"/>
      <xsl:with-param name="of" select="v:property[@name = 'format' or @name = 'extent' or @name = 'medium']"/>
    </xsl:call-template>
    <dc:identifier>
      <xsl:value-of select="$page"/>
    </dc:identifier>
    <dc:identifier>
      <xsl:value-of select="@identifier"/>
    </dc:identifier>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:identifier'"/>
      <xsl:with-param name="of" select="v:property[@name = 'identifier']"/>
    </xsl:call-template>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:identifier'"/>
      <xsl:with-param name="of" select="v:property[@name = 'bibliographicCitation']"/>
    </xsl:call-template>
    <xsl:for-each select="v:institution/v:name">
      <dc:source xml:lang="{@xml:lang}">
        <xsl:value-of select="."/>
      </dc:source>
    </xsl:for-each>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:source'"/>
      <xsl:with-param name="of" select="v:property[@name = 'source']"/>
    </xsl:call-template>
    <xsl:for-each select="v:property[@name = 'language'] | @language[not(../v:property[@name = 'language'])]">
      <dc:language>
        <xsl:value-of select="."/>
      </dc:language>
    </xsl:for-each>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:relation'"/>
      <xsl:with-param name="of" select="v:property[@name = 'isPartOf' or @name = 'hasPart' or @name = 'relation']"/>
    </xsl:call-template>
    <xsl:if test="v:image and v:context/@images = 'open'">
      <dc:relation>
        <xsl:value-of select="concat($base, '/iiif/presentation/', @identifier, '/manifest')"/>
      </dc:relation>
    </xsl:if>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:coverage'"/>
      <xsl:with-param name="of" select="v:property[@name = 'spatial'][not(@role)] | v:property[@name = 'temporal']"/>
    </xsl:call-template>
    <dc:rights>
      <xsl:value-of select="@rights"/>
    </dc:rights>
    <xsl:call-template name="words">
      <xsl:with-param name="as" select="'dc:rights'"/>
      <xsl:with-param name="of" select="v:property[@name = 'rights' or @name = 'rightsHolder']"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="words">
    <xsl:param name="as"/>
    <xsl:param name="of"/>
    <xsl:for-each select="$of">
      <xsl:element name="{$as}">
        <xsl:if test=". != ''">
          <xsl:copy-of select="@xml:lang"/>
          <xsl:value-of select="."/>
        </xsl:if>
        <xsl:if test=". = ''">
          <xsl:value-of select="@uri"/>
        </xsl:if>
      </xsl:element>
      <xsl:if test=". != '' and starts-with(@uri, 'http') and contains('|isPartOf|hasPart|relation|source|', concat('|', @name, '|'))">
        <xsl:element name="{$as}">
          <xsl:value-of select="@uri"/>
        </xsl:element>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="v:property" mode="date">
    <dc:date>
      <xsl:choose>
        <xsl:when test="@start and @start = @end">
          <xsl:value-of select="@start"/>
        </xsl:when>
        <xsl:when test="@start and @end">
          <xsl:value-of select="concat(@start, '/', @end)"/>
        </xsl:when>
        <xsl:when test="@start">
          <xsl:value-of select="concat(@start, '/..')"/>
        </xsl:when>
        <xsl:when test="@end">
          <xsl:value-of select="concat('../', @end)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:copy-of select="@xml:lang"/>
          <xsl:value-of select="."/>
        </xsl:otherwise>
      </xsl:choose>
    </dc:date>
  </xsl:template>
</xsl:stylesheet>
