<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Fields of MARCXML, for the "out" crosswalks of both MARCs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:v="urn:vartai:description:1"
    xmlns="http://www.loc.gov/MARC21/slim" exclude-result-prefixes="v">
  <xsl:variable name="years">
    <xsl:call-template name="years"/>
  </xsl:variable>
  <xsl:variable name="year1" select="substring($years, 1, 4)"/>
  <xsl:variable name="year2" select="substring($years, 6, 4)"/>
  <xsl:variable name="main-language">
    <xsl:call-template name="marc-language">
      <xsl:with-param name="of" select="($object/v:property[@name = 'language'] | $object/@language)[1]"/>
    </xsl:call-template>
  </xsl:variable>
  <!-- leader/6 of each MARC -->
  <xsl:variable name="material" select="substring-before(substring-after('|TEXT=a|IMAGE=k|SOUND=i|VIDEO=g|3D=r|', concat('|', $object/@kind, '=')), '|')"/>

  <xsl:template name="control">
    <xsl:param name="tag"/>
    <xsl:param name="value"/>
    <xsl:if test="$value != ''">
      <controlfield tag="{$tag}">
        <xsl:value-of select="$value"/>
      </controlfield>
    </xsl:if>
  </xsl:template>
  <xsl:template name="sub">
    <xsl:param name="code"/>
    <xsl:param name="value"/>
    <xsl:if test="$value != ''">
      <subfield code="{$code}">
        <xsl:value-of select="$value"/>
      </subfield>
    </xsl:if>
  </xsl:template>
  <!-- A field of one subfield with the property's words, and its address in $uri-code. -->
  <xsl:template name="field">
    <xsl:param name="tag"/>
    <xsl:param name="ind1" select="' '"/>
    <xsl:param name="ind2" select="' '"/>
    <xsl:param name="code" select="'a'"/>
    <xsl:param name="uri-code" select="''"/>
    <xsl:if test=". != '' or @uri != ''">
      <datafield tag="{$tag}" ind1="{$ind1}" ind2="{$ind2}">
        <subfield code="{$code}">
          <xsl:call-template name="words"/>
        </subfield>
        <xsl:if test="$uri-code != '' and starts-with(@uri, 'http') and . != ''">
          <subfield code="{$uri-code}">
            <xsl:value-of select="@uri"/>
          </subfield>
        </xsl:if>
      </datafield>
    </xsl:if>
  </xsl:template>
  <!-- 856: the page, then the manifest; code of the note differs. -->
  <xsl:template name="addresses">
    <xsl:param name="note"/>
    <datafield tag="856" ind1="4" ind2="0">
      <subfield code="u">
        <xsl:value-of select="$page"/>
      </subfield>
    </datafield>
    <xsl:if test="$images">
      <datafield tag="856" ind1="4" ind2="1">
        <subfield code="u">
          <xsl:value-of select="$manifest"/>
        </subfield>
        <subfield code="{$note}">IIIF</subfield>
      </datafield>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
