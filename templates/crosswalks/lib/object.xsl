<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  What all "in" crosswalks share: a crosswalk writes a draft <object> in mode "object", freely, with
  empty attributes and empty elements where its source is silent; this file tidies the draft: white
  space, empty things, exact repetitions.  What needs knowledge of dates, languages and rights is
  done afterwards by vt_normalise.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:exsl="http://exslt.org/common" xmlns:v="urn:vartai:description:1"
    xmlns="urn:vartai:description:1" exclude-result-prefixes="exsl v">

  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZĄČĘĖĮŠŲŪŽÄÖÜ'"/>
  <xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyząčęėįšųūžäöü'"/>

  <xsl:template match="/">
    <xsl:variable name="draft">
      <xsl:apply-templates select="*" mode="object"/>
    </xsl:variable>
    <xsl:apply-templates select="exsl:node-set($draft)/v:object" mode="tidy"/>
  </xsl:template>

  <xsl:template match="*" mode="object" priority="-2">
    <xsl:message terminate="yes">
      <xsl:text>this crosswalk does not read the element '</xsl:text>
      <xsl:value-of select="name()"/>
      <xsl:text>'</xsl:text>
    </xsl:message>
  </xsl:template>

  <xsl:key name="same-property" match="v:property"
      use="concat(@name, '|', normalize-space(.), '|', @xml:lang, '|', @uri, '|', @role, '|', @start)"/>
  <xsl:key name="same-file" match="v:file" use="normalize-space(@href)"/>

  <xsl:template match="v:object" mode="tidy">
    <object>
      <xsl:apply-templates select="@*" mode="tidy"/>
      <xsl:apply-templates select="*" mode="tidy"/>
    </object>
  </xsl:template>
  <xsl:template match="@*" mode="tidy">
    <xsl:if test="normalize-space() != ''">
      <xsl:attribute name="{name()}">
        <xsl:value-of select="normalize-space()"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>
  <xsl:template match="v:property" mode="tidy">
    <xsl:variable name="id" select="concat(@name, '|', normalize-space(.), '|', @xml:lang, '|', @uri, '|', @role, '|', @start)"/>
    <xsl:if test="(normalize-space(.) != '' or normalize-space(@uri) != '')
        and generate-id() = generate-id(key('same-property', $id)[1])">
      <property>
        <!-- a number, a code or an address is in no language; what is long is none of them -->
        <xsl:apply-templates select="@*[not(name() = 'xml:lang') or not(../@name = 'identifier' or ../@name = 'language'
            or string-length(..) &lt; 200 and translate(normalize-space(..), '0123456789-–/.,?~[]()× ', '') = '')]" mode="tidy"/>
        <xsl:value-of select="normalize-space(.)"/>
      </property>
    </xsl:if>
  </xsl:template>
  <xsl:template match="v:institution" mode="tidy">
    <xsl:if test="normalize-space(.) != '' or normalize-space(@code) != '' or normalize-space(@uri) != ''">
      <institution>
        <xsl:apply-templates select="@*" mode="tidy"/>
        <xsl:value-of select="normalize-space(.)"/>
      </institution>
    </xsl:if>
  </xsl:template>
  <xsl:template match="v:file" mode="tidy">
    <xsl:if test="normalize-space(@href) != ''
        and generate-id() = generate-id(key('same-file', normalize-space(@href))[1])">
      <file>
        <xsl:apply-templates select="@*" mode="tidy"/>
      </file>
    </xsl:if>
  </xsl:template>
  <xsl:template match="v:collection" mode="tidy">
    <collection>
      <xsl:apply-templates select="@*" mode="tidy"/>
    </collection>
  </xsl:template>

  <!-- The language that an element is in, as its source says it. -->
  <xsl:template name="lang">
    <xsl:value-of select="(ancestor-or-self::*[@xml:lang][1])/@xml:lang"/>
  </xsl:template>

  <!-- The last segment of an address, or the whole where there is none. -->
  <xsl:template name="last-segment">
    <xsl:param name="of"/>
    <xsl:variable name="path">
      <xsl:choose>
        <xsl:when test="substring($of, string-length($of)) = '/'">
          <xsl:value-of select="substring($of, 1, string-length($of) - 1)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="$of"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="starts-with($path, '#')">
        <xsl:value-of select="substring($path, 2)"/>
      </xsl:when>
      <xsl:when test="contains($path, '/')">
        <xsl:call-template name="last-segment">
          <xsl:with-param name="of" select="substring-after($path, '/')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$path"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- <file> for a name or an address: by its ending; what has none is $otherwise. A page is a relation. -->
  <xsl:template name="file">
    <xsl:param name="href"/>
    <xsl:param name="otherwise" select="'file'"/>
    <xsl:variable name="use">
      <xsl:call-template name="file-use">
        <xsl:with-param name="href" select="$href"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$use = 'page'">
        <property name="relation" uri="{$href}"/>
      </xsl:when>
      <xsl:when test="$use = ''">
        <file href="{$href}" use="{$otherwise}"/>
      </xsl:when>
      <xsl:otherwise>
        <file href="{$href}" use="{$use}"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "image", "file" or "page" (of a web site) by the ending of a name or an address, nothing where
       it does not tell. -->
  <xsl:template name="file-use">
    <xsl:param name="href"/>
    <xsl:variable name="bare" select="translate(substring-before(concat(translate($href, '#', '?'), '?'), '?'), $upper, $lower)"/>
    <xsl:variable name="end" select="substring-after(substring($bare, string-length($bare) - 4), '.')"/>
    <xsl:choose>
      <xsl:when test="$end = ''"/>
      <xsl:when test="contains(' jpg jpeg jpe jp2 jpx j2k jpf tif tiff png ', concat(' ', $end, ' '))">image</xsl:when>
      <xsl:when test="contains(' htm html xhtml php asp aspx jsp ', concat(' ', $end, ' '))">page</xsl:when>
      <xsl:when test="contains(' pdf mp3 mp4 wav ogg oga flac m4a webm txt epub djvu xml glb gltf obj stl ', concat(' ', $end, ' '))">file</xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="is-address">
    <xsl:param name="of"/>
    <xsl:variable name="o" select="translate(normalize-space($of), $upper, $lower)"/>
    <xsl:if test="starts-with($o, 'http://') or starts-with($o, 'https://')">yes</xsl:if>
  </xsl:template>

  <!-- An authority's address out of one written value: an address as it is; "(DE-588)118…",
       "(viaf)…", "(uri) http…" and the like spelled out; a bare number with its source's name
       ($source) as well.  Nothing where it cannot be told. -->
  <xsl:template name="authority">
    <xsl:param name="value"/>
    <xsl:param name="source"/>
    <xsl:variable name="v" select="normalize-space($value)"/>
    <xsl:variable name="in" select="translate(substring-before(substring-after($v, '('), ')'), $upper, $lower)"/>
    <xsl:variable name="after" select="normalize-space(substring-after($v, ')'))"/>
    <xsl:variable name="s" select="translate(normalize-space($source), $upper, $lower)"/>
    <xsl:choose>
      <xsl:when test="contains($v, '|') or contains($v, '/sourceID/')"/>
      <xsl:when test="starts-with($v, 'http://') or starts-with($v, 'https://')">
        <xsl:if test="not(contains($v, ' '))">
          <xsl:value-of select="$v"/>
        </xsl:if>
      </xsl:when>
      <xsl:when test="starts-with($v, '(') and $after != ''">
        <xsl:choose>
          <xsl:when test="$in = 'uri'">
            <xsl:call-template name="authority">
              <xsl:with-param name="value" select="$after"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="authority-number">
              <xsl:with-param name="source" select="$in"/>
              <xsl:with-param name="number" select="$after"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <xsl:when test="$s != '' and $v != ''">
        <xsl:call-template name="authority-number">
          <xsl:with-param name="source" select="$s"/>
          <xsl:with-param name="number" select="$v"/>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="authority-number">
    <xsl:param name="source"/>
    <xsl:param name="number"/>
    <xsl:variable name="n" select="translate($number, ' ', '')"/>
    <xsl:choose>
      <xsl:when test="translate($n, '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-', '') != ''"/>
      <xsl:when test="$source = 'de-588' or $source = 'gnd'">
        <xsl:value-of select="concat('https://d-nb.info/gnd/', $n)"/>
      </xsl:when>
      <xsl:when test="$source = 'viaf'">
        <xsl:value-of select="concat('http://viaf.org/viaf/', $n)"/>
      </xsl:when>
      <xsl:when test="$source = 'wikidata' or $source = 'wd'">
        <xsl:value-of select="concat('http://www.wikidata.org/entity/', $n)"/>
      </xsl:when>
      <xsl:when test="$source = 'aat' or $source = 'tgn' or $source = 'ulan'">
        <xsl:value-of select="concat('http://vocab.getty.edu/', $source, '/', $n)"/>
      </xsl:when>
      <xsl:when test="$source = 'geonames'">
        <xsl:value-of select="concat('https://sws.geonames.org/', $n, '/')"/>
      </xsl:when>
      <xsl:when test="$source = 'isni'">
        <xsl:value-of select="concat('https://isni.org/isni/', $n)"/>
      </xsl:when>
      <xsl:when test="($source = 'lcnaf' or $source = 'naf' or $source = 'dlc') and starts-with($n, 'n')">
        <xsl:value-of select="concat('http://id.loc.gov/authorities/names/', $n)"/>
      </xsl:when>
      <xsl:when test="$source = 'lcsh' and starts-with($n, 'sh')">
        <xsl:value-of select="concat('http://id.loc.gov/authorities/subjects/', $n)"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- The address of the first of several values that has one. -->
  <xsl:template name="first-authority">
    <xsl:param name="values"/>
    <xsl:if test="$values">
      <xsl:variable name="first">
        <xsl:call-template name="authority">
          <xsl:with-param name="value" select="$values[1]"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:choose>
        <xsl:when test="$first != ''">
          <xsl:value-of select="$first"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="first-authority">
            <xsl:with-param name="values" select="$values[position() &gt; 1]"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
