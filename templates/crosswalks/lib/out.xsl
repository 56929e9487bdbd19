<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  What the "out" crosswalks share: addresses, and the images that a record names.

  base        stands for the public address
  views       all, first or none of the images (of a profile)
  size        of the Image API: max, or !2000,2000
  min-pixels  what an image has at least
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:v="urn:vartai:description:1" exclude-result-prefixes="v">
  <xsl:param name="base"/>
  <xsl:param name="views" select="'all'"/>
  <xsl:param name="size" select="'max'"/>
  <xsl:param name="min-pixels" select="0"/>
  <xsl:variable name="object" select="/v:object"/>
  <xsl:variable name="page" select="concat($base, '/objects/', $object/@identifier)"/>
  <xsl:variable name="manifest" select="concat($base, '/iiif/presentation/', $object/@identifier, '/manifest')"/>
  <xsl:variable name="images" select="$object/v:image[$object/v:context/@images = 'open'][@width * @height &gt;= $min-pixels]
      [$views = 'all' or $views = 'first' and position() = 1]"/>
  <xsl:variable name="holders" select="$object/v:institution/v:name[. != '']"/>
  <xsl:variable name="holder" select="($holders[@xml:lang = 'lt'] | $holders[not($holders[@xml:lang = 'lt'])])[1]"/>

  <!-- of an image -->
  <xsl:template name="service">
    <xsl:value-of select="concat($base, '/iiif/3/', @identifier)"/>
  </xsl:template>
  <xsl:template name="picture">
    <xsl:call-template name="service"/>
    <xsl:value-of select="concat('/full/', $size, '/0/default.jpg')"/>
  </xsl:template>
  <xsl:template name="thumbnail">
    <xsl:call-template name="service"/>
    <xsl:text>/full/!400,400/0/default.jpg</xsl:text>
  </xsl:template>

  <!-- A property's words, else its address. -->
  <xsl:template name="words">
    <xsl:value-of select="."/>
    <xsl:if test=". = ''">
      <xsl:value-of select="@uri"/>
    </xsl:if>
  </xsl:template>

  <!-- ISO 639-2 of a language tag, as MARC writes it; "und" where it is not known. -->
  <xsl:variable name="marc-languages" select="'|lt lit|en eng|de ger|pl pol|ru rus|la lat|fr fre|lv lav|be bel|uk ukr|he heb|yi yid|et est|fi fin|sv swe|it ita|es spa|nl dut|da dan|no nor|nb nob|cs cze|sk slo|hu hun|el gre|grc grc|pt por|ro rum|bg bul|hr hrv|sr srp|sl slv|eo epo|cu chu|ja jpn|zh chi|ar ara|tr tur|ka geo|hy arm|mul mul|zxx zxx|'"/>
  <xsl:template name="marc-language">
    <xsl:param name="of"/>
    <xsl:variable name="main" select="substring-before(concat($of, '-'), '-')"/>
    <xsl:variable name="code" select="substring-before(substring-after($marc-languages, concat('|', $main, ' ')), '|')"/>
    <xsl:choose>
      <xsl:when test="$code != ''">
        <xsl:value-of select="$code"/>
      </xsl:when>
      <xsl:when test="string-length($main) = 3">
        <xsl:value-of select="$main"/>
      </xsl:when>
      <xsl:otherwise>und</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The years of the first date with a start, of issued, created and date: "1910 1912"; nothing. -->
  <xsl:template name="years">
    <xsl:for-each select="($object/v:property[@name = 'issued'][@start] | $object/v:property[@name = 'created'][@start][not($object/v:property[@name = 'issued'][@start])]
        | $object/v:property[@name = 'date'][@start][not($object/v:property[@name = 'issued' or @name = 'created'][@start])])[1]">
      <xsl:if test="translate(substring(@start, 1, 4), '0123456789', '') = '' and string-length(@start) &gt;= 4">
        <xsl:value-of select="concat(substring(@start, 1, 4), ' ')"/>
        <xsl:if test="translate(substring(@end, 1, 4), '0123456789', '') = ''">
          <xsl:value-of select="substring(@end, 1, 4)"/>
        </xsl:if>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
