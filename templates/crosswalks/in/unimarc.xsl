<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  UNIMARC (LIBIS) as MARCXML or MarcXchange to our description.

  identifier    001                        kind, type  leader/6-7, 110, 116, 608
  title         200 $a $e $h $i $c, $d     alternative 500-545 (510 parallel, 517 other)
  creator       700 701 710 711 720        contributor 702 712 721 722 730, 210 $g; $4 the role
  publisher     210 214 $c, roles 650 651  issued, created  210 214 $d with 100 as start and end
  spatial       607 617, 606 $y; with role pup, mfp: 210 214 620 102; coordinates 123, 206 $d
  subject       600-606 610 616 675 676    temporal    606 $z, 122
  description   205-208 3XX                abstract    330;  tableOfContents 327; provenance 317
  extent        215                        language    101 $a
  isPartOf      225 410 411 461-463        relation    the other 4XX, 856 956 with an address
  identifier    003 010 011 013 016 017 020 033 035
  rights        371, 856 $r                institution 852 899, of the record 801

  200 $f and $g are taken only where there is no 7XX: the headings say the same, in order.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="urn:vartai:description:1"
    xmlns:exsl="http://exslt.org/common" xmlns:v="urn:vartai:description:1" exclude-result-prefixes="exsl v">
  <xsl:include href="../lib/object.xsl"/>
  <xsl:include href="../lib/marc.xsl"/>
  <xsl:include href="../lib/relators.xsl"/>
  <xsl:include href="../lib/types.xsl"/>

  <xsl:variable name="coded" select="string($fields[@tag = '100'][1]/*[@code = 'a'][1])"/>
  <xsl:variable name="date-type" select="substring($coded, 9, 1)"/>
  <xsl:variable name="date1">
    <xsl:call-template name="coded-year">
      <xsl:with-param name="of" select="substring($coded, 10, 4)"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="date2">
    <xsl:call-template name="coded-year">
      <xsl:with-param name="of" select="substring($coded, 14, 4)"/>
    </xsl:call-template>
  </xsl:variable>
  <!-- The language of the catalogue's own words, and of the title. -->
  <xsl:variable name="our-lang" select="translate(substring($coded, 23, 3), '#| ', '')"/>
  <xsl:variable name="text-langs" select="$fields[@tag = '101']/*[@code = 'a']"/>
  <xsl:variable name="title-lang">
    <xsl:choose>
      <xsl:when test="$fields[@tag = '101']/*[@code = 'g']">
        <xsl:value-of select="$fields[@tag = '101']/*[@code = 'g'][1]"/>
      </xsl:when>
      <xsl:when test="count($text-langs) = 1">
        <xsl:value-of select="$text-langs"/>
      </xsl:when>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="imprint" select="$fields[@tag = '210' or @tag = '214']"/>
  <xsl:variable name="agents" select="$fields[starts-with(@tag, '70') or starts-with(@tag, '71') or starts-with(@tag, '72') or @tag = '730']"/>

  <xsl:template name="coded-year">
    <xsl:param name="of"/>
    <xsl:if test="string-length($of) = 4 and translate($of, '0123456789', '') = '' and $of != '9999' and $of != '0000'">
      <xsl:value-of select="$of"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*[local-name() = 'record' or local-name() = 'collection']" mode="object">
    <xsl:variable name="rights">
      <xsl:call-template name="rights-address">
        <xsl:with-param name="values" select="$fields[@tag = '371' or @tag = '856']/*[@code = 'a' or @code = 'b' or @code = 'c' or @code = 'd' or @code = 'r']"/>
      </xsl:call-template>
    </xsl:variable>
    <object identifier="{$control[@tag = '001'][1]}" rights="{$rights}" language="{$text-langs[1]}">
      <xsl:attribute name="kind">
        <xsl:call-template name="kind"/>
      </xsl:attribute>
      <xsl:apply-templates select="$fields[@tag = '200']" mode="field"/>
      <xsl:apply-templates select="$fields[@tag &gt;= '500' and @tag &lt; '600']" mode="field"/>
      <xsl:apply-templates select="$agents" mode="field"/>
      <xsl:if test="not($agents)">
        <xsl:apply-templates select="$fields[@tag = '200'][1]/*[@code = 'f' or @code = 'g']" mode="statement"/>
      </xsl:if>
      <xsl:apply-templates select="$imprint" mode="field"/>
      <xsl:call-template name="dates"/>
      <xsl:call-template name="types"/>
      <xsl:apply-templates select="$fields[@tag = '101' or @tag = '102']" mode="field"/>
      <xsl:apply-templates select="$fields[@tag = '205' or @tag = '206' or @tag = '207' or @tag = '208']" mode="field"/>
      <xsl:apply-templates select="$fields[starts-with(@tag, '3') and @tag != '318' and @tag != '345']" mode="field"/>
      <xsl:apply-templates select="$fields[@tag = '215' or @tag = '225']" mode="field"/>
      <xsl:apply-templates select="$fields[starts-with(@tag, '4')]" mode="field"/>
      <xsl:apply-templates select="$fields[starts-with(@tag, '6')]" mode="field"/>
      <xsl:apply-templates select="$fields[@tag = '123'][1]" mode="field"/>
      <xsl:if test="not($fields[@tag = '123']/*[@code = 'd'])">
        <xsl:apply-templates select="$fields[@tag = '206']/*[@code = 'd'][1]" mode="coordinates"/>
      </xsl:if>
      <xsl:apply-templates select="$control[@tag = '003']" mode="field"/>
      <xsl:apply-templates select="$fields[starts-with(@tag, '0')]" mode="field"/>
      <xsl:apply-templates select="$fields[starts-with(@tag, '8') or @tag = '956']" mode="field"/>
    </object>
  </xsl:template>

  <!-- Leader -->
  <xsl:template name="kind">
    <xsl:choose>
      <xsl:when test="contains('abcdl', $material) and $material != ''">TEXT</xsl:when>
      <xsl:when test="contains('efkr', $material) and $material != ''">IMAGE</xsl:when>
      <xsl:when test="$material = 'g'">VIDEO</xsl:when>
      <xsl:when test="contains('ij', $material) and $material != ''">SOUND</xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="types">
    <xsl:variable name="serial" select="substring($fields[@tag = '110'][1]/*[@code = 'a'], 1, 1)"/>
    <xsl:variable name="graphic" select="substring($fields[@tag = '116'][1]/*[@code = 'a'], 1, 1)"/>
    <xsl:call-template name="type">
      <xsl:with-param name="code">
        <xsl:choose>
          <xsl:when test="$level = 'c'">collection</xsl:when>
          <xsl:when test="$material = 'a' and $level = 'a'">article</xsl:when>
          <xsl:when test="$material = 'a' and $level = 's' and $serial = 'c'">newspaper</xsl:when>
          <xsl:when test="$material = 'a' and $level = 's' and $serial = 'b'">series</xsl:when>
          <xsl:when test="$material = 'a' and ($level = 's' or $level = 'i')">periodical</xsl:when>
          <xsl:when test="$material = 'a' and $level = 'm'">book</xsl:when>
          <xsl:when test="$material = 'b'">manuscript</xsl:when>
          <xsl:when test="$material = 'c' or $material = 'd'">music</xsl:when>
          <xsl:when test="$material = 'e' or $material = 'f'">map</xsl:when>
          <xsl:when test="$material = 'g'">film</xsl:when>
          <xsl:when test="$material = 'i'">speech</xsl:when>
          <xsl:when test="$material = 'j'">song</xsl:when>
          <xsl:when test="$material = 'k' and $graphic = 'b'">drawing</xsl:when>
          <xsl:when test="$material = 'k' and $graphic = 'c'">painting</xsl:when>
          <xsl:when test="$material = 'k' and ($graphic = 'e' or $graphic = 'f')">photograph</xsl:when>
          <xsl:when test="$material = 'k' and $graphic = 'i'">print</xsl:when>
          <xsl:when test="$material = 'k' and $graphic = 'k'">technical-drawing</xsl:when>
          <xsl:when test="$material = 'k'">picture</xsl:when>
          <xsl:when test="$material = 'l'">electronic</xsl:when>
          <xsl:when test="$material = 'r'">realia</xsl:when>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- 200: ISBD order; from each $d on it is a parallel title. -->
  <xsl:template match="*[@tag = '200']" mode="field">
    <property name="title" xml:lang="{$title-lang}">
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="*[not(@code = 'd') and not(preceding-sibling::*[@code = 'd'])]"/>
      </xsl:call-template>
    </property>
    <xsl:variable name="field" select="."/>
    <xsl:for-each select="*[@code = 'd']">
      <xsl:variable name="at" select="position()"/>
      <property name="title" xml:lang="{$field/*[@code = 'z'][$at]}">
        <xsl:call-template name="title">
          <xsl:with-param name="parts" select=". | following-sibling::*[not(@code = 'd')][count(preceding-sibling::*[@code = 'd']) = $at]"/>
        </xsl:call-template>
      </property>
    </xsl:for-each>
    <xsl:for-each select="*[@code = 'b']">
      <property name="medium" xml:lang="{$our-lang}">
        <xsl:call-template name="place"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="title">
    <xsl:param name="parts"/>
    <xsl:variable name="text">
      <xsl:call-template name="title-text">
        <xsl:with-param name="parts" select="$parts"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:call-template name="clean-dot">
      <xsl:with-param name="value" select="$text"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template name="title-text">
    <xsl:param name="parts"/>
    <xsl:for-each select="$parts[contains('acdehi', @code)]">
      <xsl:if test="position() &gt; 1">
        <xsl:choose>
          <xsl:when test="@code = 'a'"> ; </xsl:when>
          <xsl:when test="@code = 'e'"> : </xsl:when>
          <xsl:when test="@code = 'i' and preceding-sibling::*[1]/@code = 'h'">, </xsl:when>
          <xsl:otherwise>. </xsl:otherwise>
        </xsl:choose>
      </xsl:if>
      <xsl:call-template name="clean"/>
    </xsl:for-each>
    <xsl:for-each select="$parts[@code = 'v'][1]">
      <xsl:text>, </xsl:text>
      <xsl:call-template name="clean"/>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="*[@code = 'f']" mode="statement">
    <property name="creator">
      <xsl:call-template name="clean"/>
    </property>
  </xsl:template>
  <xsl:template match="*[@code = 'g']" mode="statement">
    <property name="contributor">
      <xsl:call-template name="clean"/>
    </property>
  </xsl:template>

  <!-- 5XX: other titles; 503, 520-532, 545 the same way -->
  <xsl:template match="*[@tag &gt;= '500' and @tag &lt; '560']" mode="field">
    <property name="alternative" xml:lang="{*[@code = 'z' or @code = 'm'][1]}">
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="*"/>
      </xsl:call-template>
    </property>
  </xsl:template>

  <!-- 210, 214: imprint -->
  <xsl:template match="*[@tag = '210' or @tag = '214']" mode="field">
    <xsl:for-each select="*[@code = 'c']">
      <property name="publisher">
        <xsl:call-template name="place"/>
      </property>
    </xsl:for-each>
    <xsl:for-each select="*[@code = 'g']">
      <property name="contributor" role="prt">
        <xsl:call-template name="place"/>
      </property>
    </xsl:for-each>
    <xsl:for-each select="*[@code = 'a' or @code = 'e']">
      <property name="spatial" xml:lang="{$our-lang}">
        <xsl:attribute name="role">
          <xsl:choose>
            <xsl:when test="@code = 'e' or ../@ind2 = '3' and ../@tag = '214'">mfp</xsl:when>
            <xsl:otherwise>pup</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:call-template name="place"/>
      </property>
    </xsl:for-each>
  </xsl:template>

  <!-- 100, positions 8-16, and the date in words of 210 or 214 $d -->
  <xsl:template name="dates">
    <xsl:variable name="words" select="($imprint/*[@code = 'd'] | $imprint[not(*[@code = 'd'])]/*[@code = 'h'])[normalize-space() != ''][1]"/>
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="$material = 'b' or $material = 'd' or $material = 'f'">created</xsl:when>
        <xsl:when test="($material = 'k' or $material = 'r') and not($imprint/*[@code = 'c'])">created</xsl:when>
        <xsl:otherwise>issued</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="start">
      <xsl:choose>
        <xsl:when test="$date-type = 'u'"/>
        <xsl:when test="$date-type = 'j' and $date1 != ''">
          <xsl:call-template name="detailed-date"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="$date1"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="end">
      <xsl:choose>
        <xsl:when test="$start = ''"/>
        <xsl:when test="contains('bfg', $date-type) and $date-type != ''">
          <xsl:value-of select="$date2"/>
        </xsl:when>
        <xsl:when test="$date-type = 'a' or $date-type = 'c'"/>
        <xsl:otherwise>
          <xsl:value-of select="$start"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <property name="{$name}" start="{$start}" end="{$end}">
      <xsl:choose>
        <xsl:when test="$words">
          <xsl:call-template name="clean-dot">
            <xsl:with-param name="value" select="$words"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:when test="$start != '' and $start != $end">
          <xsl:value-of select="concat($start, '–', $end)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="$start"/>
        </xsl:otherwise>
      </xsl:choose>
    </property>
    <!-- e: a reproduction, date 2 is the original's -->
    <xsl:if test="$date-type = 'e' and $date2 != ''">
      <property name="created" start="{$date2}" end="{$date2}">
        <xsl:value-of select="$date2"/>
      </property>
    </xsl:if>
  </xsl:template>
  <xsl:template name="detailed-date">
    <xsl:variable name="month" select="translate(substring($coded, 14, 2), ' #', '')"/>
    <xsl:variable name="day" select="translate(substring($coded, 16, 2), ' #', '')"/>
    <xsl:value-of select="$date1"/>
    <xsl:if test="string-length($month) = 2 and $month != '00'">
      <xsl:value-of select="concat('-', $month)"/>
      <xsl:if test="string-length($day) = 2 and $day != '00'">
        <xsl:value-of select="concat('-', $day)"/>
      </xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- 101, 102 -->
  <xsl:template match="*[@tag = '101']" mode="field">
    <xsl:for-each select="*[@code = 'a']">
      <property name="language">
        <xsl:value-of select="normalize-space()"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:variable name="countries" select="'|LT Lietuva|LV Latvija|EE Estija|PL Lenkija|BY Baltarusija|UA Ukraina|RU Rusija|DE Vokietija|FR Prancūzija|GB Didžioji Britanija|US Jungtinės Amerikos Valstijos|CA Kanada|AU Australija|AT Austrija|CH Šveicarija|IT Italija|SE Švedija|DK Danija|FI Suomija|NO Norvegija|NL Nyderlandai|BE Belgija|CZ Čekija|IL Izraelis|BR Brazilija|AR Argentina|'"/>
  <xsl:template match="*[@tag = '102']" mode="field">
    <xsl:if test="not($imprint/*[@code = 'a'])">
      <xsl:for-each select="*[@code = 'a']">
        <xsl:variable name="code" select="translate(normalize-space(), $lower, $upper)"/>
        <xsl:if test="string-length($code) = 2">
          <property name="spatial" xml:lang="lt" role="pup">
            <xsl:value-of select="substring-before(substring-after($countries, concat('|', $code, ' ')), '|')"/>
          </property>
        </xsl:if>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- 123, 206: where a map lies -->
  <xsl:template match="*[@tag = '123']" mode="field">
    <xsl:call-template name="on-the-map">
      <xsl:with-param name="middle">
        <xsl:call-template name="middle">
          <xsl:with-param name="west" select="*[@code = 'd'][1]"/>
          <xsl:with-param name="east" select="(*[@code = 'e'] | *[@code = 'd'][not(../*[@code = 'e'])])[1]"/>
          <xsl:with-param name="north" select="*[@code = 'f'][1]"/>
          <xsl:with-param name="south" select="(*[@code = 'g'] | *[@code = 'f'][not(../*[@code = 'g'])])[1]"/>
        </xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="*" mode="coordinates">
    <xsl:call-template name="on-the-map">
      <xsl:with-param name="middle">
        <xsl:call-template name="middle-of-words">
          <xsl:with-param name="of" select="normalize-space()"/>
        </xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:variable name="places" select="$fields[@tag = '607'][*[@code = 'a']]"/>
  <xsl:template name="on-the-map">
    <xsl:param name="middle"/>
    <xsl:choose>
      <xsl:when test="count($places) = 1">
        <xsl:for-each select="$places">
          <xsl:call-template name="spot">
            <xsl:with-param name="middle" select="$middle"/>
            <xsl:with-param name="lang" select="$our-lang"/>
            <xsl:with-param name="name">
              <xsl:call-template name="clean-dot">
                <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
              </xsl:call-template>
            </xsl:with-param>
            <xsl:with-param name="uri">
              <xsl:call-template name="field-authority"/>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="spot">
          <xsl:with-param name="middle" select="$middle"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- 205 edition, 206 scale, 207 numbering, 208 kind of score: in words -->
  <xsl:template match="*[@tag = '205' or @tag = '206' or @tag = '207' or @tag = '208']" mode="field">
    <property name="description" xml:lang="{$our-lang}">
      <xsl:call-template name="join">
        <xsl:with-param name="of" select="*[contains('abcdfg', @code)]"/>
        <xsl:with-param name="by" select="' ; '"/>
      </xsl:call-template>
    </property>
  </xsl:template>

  <!-- 3XX: notes; 318 and 345, what was done to the copy and what one costs, are nobody's but the library's -->
  <xsl:template match="*[starts-with(@tag, '3')]" mode="field">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@tag = '330'">abstract</xsl:when>
        <xsl:when test="@tag = '327' or @tag = '359'">tableOfContents</xsl:when>
        <xsl:when test="@tag = '317'">provenance</xsl:when>
        <xsl:when test="@tag = '324'">source</xsl:when>
        <xsl:when test="@tag = '371'">rights</xsl:when>
        <xsl:when test="@tag = '321'">relation</xsl:when>
        <xsl:when test="contains('|332|', @tag)">bibliographicCitation</xsl:when>
        <xsl:otherwise>description</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="by">
      <xsl:choose>
        <xsl:when test="@tag = '327' or @tag = '359'"> – </xsl:when>
        <xsl:otherwise>. </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <property name="{$name}" xml:lang="{$our-lang}">
      <xsl:for-each select="*[contains('abcdeghijklp', @code)][normalize-space() != ''][not(starts-with(normalize-space(), 'http'))]">
        <xsl:if test="position() &gt; 1">
          <xsl:value-of select="$by"/>
        </xsl:if>
        <xsl:call-template name="clean"/>
      </xsl:for-each>
    </property>
  </xsl:template>

  <!-- 215, 225 -->
  <xsl:template match="*[@tag = '215']" mode="field">
    <property name="extent" xml:lang="{$our-lang}">
      <xsl:for-each select="*[contains('acde', @code)]">
        <xsl:if test="position() &gt; 1">
          <xsl:choose>
            <xsl:when test="@code = 'c'"> : </xsl:when>
            <xsl:when test="@code = 'd'"> ; </xsl:when>
            <xsl:when test="@code = 'e'"> + </xsl:when>
            <xsl:otherwise>, </xsl:otherwise>
          </xsl:choose>
        </xsl:if>
        <xsl:call-template name="clean"/>
      </xsl:for-each>
    </property>
  </xsl:template>
  <xsl:template match="*[@tag = '225']" mode="field">
    <property name="isPartOf" xml:lang="{$title-lang}">
      <xsl:call-template name="clean">
        <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
      </xsl:call-template>
      <xsl:for-each select="*[@code = 'h' or @code = 'i']">
        <xsl:text>. </xsl:text>
        <xsl:call-template name="clean"/>
      </xsl:for-each>
      <xsl:for-each select="*[@code = 'v'][1]">
        <xsl:text> ; </xsl:text>
        <xsl:call-template name="clean"/>
      </xsl:for-each>
    </property>
  </xsl:template>

  <!-- 4XX: with standard subfields ($t, $v, $d …), or with whole fields embedded behind $1 -->
  <xsl:template match="*[starts-with(@tag, '4')]" mode="field">
    <xsl:variable name="titles" select="*[@code = 't'] | *[@code = 'a' or @code = 'h' or @code = 'i'][starts-with(preceding-sibling::*[@code = '1'][1], '200')]"/>
    <xsl:variable name="title">
      <xsl:call-template name="join">
        <xsl:with-param name="of" select="$titles"/>
        <xsl:with-param name="by" select="'. '"/>
      </xsl:call-template>
      <xsl:if test="not($titles) and not(*[@code = '1'])">
        <xsl:call-template name="clean-dot">
          <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:variable>
    <xsl:variable name="volume" select="(*[@code = 'v'][not(starts-with(preceding-sibling::*[@code = '1'][1], '2')) or starts-with(preceding-sibling::*[@code = '1'][1], '200') or starts-with(preceding-sibling::*[@code = '1'][1], '225')])[1]"/>
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@tag = '463' and $level != 'a' and substring($leader, 9, 1) = '1'">hasPart</xsl:when>
        <xsl:when test="contains('|410|411|422|461|462|463|', @tag)">isPartOf</xsl:when>
        <xsl:when test="contains('|421|464|', @tag)">hasPart</xsl:when>
        <xsl:when test="contains('|453|454|455|', @tag)">source</xsl:when>
        <xsl:otherwise>relation</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="is-repeated" select="(@tag = '410' or @tag = '411') and $fields[@tag = '225']"/>
    <xsl:if test="$title != '' and not($is-repeated)">
      <property name="{$name}" uri="{*[@code = 'u' or @code = '0'][starts-with(normalize-space(), 'http')][1]}">
        <xsl:value-of select="$title"/>
        <xsl:for-each select="$volume">
          <xsl:text> ; </xsl:text>
          <xsl:call-template name="clean"/>
        </xsl:for-each>
      </property>
      <xsl:if test="$level = 'a' and (@tag = '461' or @tag = '463')">
        <property name="bibliographicCitation">
          <xsl:value-of select="$title"/>
          <xsl:for-each select="*[@code = 'd' or @code = 'v' or @code = 'p']">
            <xsl:text>, </xsl:text>
            <xsl:call-template name="clean"/>
          </xsl:for-each>
        </property>
      </xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- 600-608, 610, 616, 617, 620, 675, 676 -->
  <xsl:template match="*[@tag = '600' or @tag = '601' or @tag = '602' or @tag = '604' or @tag = '605' or @tag = '606' or @tag = '616']" mode="field">
    <property name="subject" xml:lang="{$our-lang}">
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="@tag = '600'">
          <xsl:call-template name="person"/>
        </xsl:when>
        <xsl:when test="@tag = '601'">
          <xsl:call-template name="body"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="join">
            <xsl:with-param name="of" select="*[@code = 'a' or @code = 't' or @code = 'f' and ../@tag = '602']"/>
            <xsl:with-param name="by" select="', '"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="divisions"/>
    </property>
    <xsl:for-each select="*[@code = 'y']">
      <property name="spatial" xml:lang="{$our-lang}">
        <xsl:call-template name="clean-dot"/>
      </property>
    </xsl:for-each>
    <xsl:for-each select="*[@code = 'z']">
      <property name="temporal" xml:lang="{$our-lang}">
        <xsl:call-template name="clean"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="divisions">
    <xsl:for-each select="*[@code = 'j' or @code = 'x' or @code = 'y' or @code = 'z'][normalize-space() != '']">
      <xsl:text> – </xsl:text>
      <xsl:call-template name="clean-dot"/>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="*[@tag = '607']" mode="field">
    <xsl:if test="not(count($places) = 1 and $fields[@tag = '123']/*[@code = 'd'])">
      <property name="spatial" xml:lang="{$our-lang}">
        <xsl:attribute name="uri">
          <xsl:call-template name="field-authority"/>
        </xsl:attribute>
        <xsl:call-template name="clean-dot">
          <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
        </xsl:call-template>
      </property>
    </xsl:if>
    <xsl:if test="*[@code = 'j' or @code = 'x' or @code = 'y' or @code = 'z']">
      <property name="subject" xml:lang="{$our-lang}">
        <xsl:call-template name="clean-dot">
          <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
        </xsl:call-template>
        <xsl:call-template name="divisions"/>
      </property>
    </xsl:if>
    <xsl:for-each select="*[@code = 'z']">
      <property name="temporal" xml:lang="{$our-lang}">
        <xsl:call-template name="clean"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="*[@tag = '617' or @tag = '620']" mode="field">
    <property name="spatial" xml:lang="{$our-lang}">
      <xsl:if test="@tag = '620'">
        <xsl:attribute name="role">pup</xsl:attribute>
      </xsl:if>
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <!-- from the city up to the country -->
      <xsl:for-each select="*[contains('abcdek', @code)][normalize-space() != '']">
        <xsl:sort select="position()" data-type="number" order="descending"/>
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:call-template name="clean-dot"/>
      </xsl:for-each>
    </property>
  </xsl:template>
  <xsl:template match="*[@tag = '608']" mode="field">
    <property name="type" xml:lang="{$our-lang}">
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <xsl:call-template name="clean-dot">
        <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
      </xsl:call-template>
    </property>
  </xsl:template>
  <xsl:template match="*[@tag = '610']" mode="field">
    <xsl:for-each select="*[@code = 'a']">
      <property name="subject" xml:lang="{$our-lang}">
        <xsl:call-template name="clean-dot"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="*[@tag = '675' or @tag = '676']" mode="field">
    <xsl:variable name="scheme">
      <xsl:choose>
        <xsl:when test="@tag = '675'">UDK </xsl:when>
        <xsl:otherwise>DDC </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:for-each select="*[@code = 'a'][normalize-space() != '']">
      <property name="subject">
        <xsl:value-of select="concat($scheme, normalize-space())"/>
      </property>
    </xsl:for-each>
  </xsl:template>

  <!-- 7XX: who did several things ($4 again) is there once for each -->
  <xsl:template match="*[starts-with(@tag, '70') or starts-with(@tag, '71') or starts-with(@tag, '72') or @tag = '730']" mode="field">
    <xsl:variable name="field" select="."/>
    <xsl:variable name="roles">
      <xsl:call-template name="roles">
        <xsl:with-param name="of" select="*[@code = '4']"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:for-each select="exsl:node-set($roles)/v:role">
      <xsl:variable name="role" select="string()"/>
      <xsl:for-each select="$field">
        <xsl:call-template name="agent">
          <xsl:with-param name="role" select="$role"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:if test="$roles = ''">
      <xsl:call-template name="agent"/>
    </xsl:if>
  </xsl:template>
  <xsl:template name="agent">
    <xsl:param name="role"/>
    <xsl:variable name="name">
      <xsl:call-template name="agent-name">
        <xsl:with-param name="role" select="$role"/>
        <xsl:with-param name="otherwise">
          <xsl:choose>
            <xsl:when test="@tag = '730'">contributor</xsl:when>
            <xsl:when test="substring(@tag, 3) = '0' or substring(@tag, 3) = '1' and @tag != '721'">creator</xsl:when>
            <xsl:otherwise>contributor</xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:variable>
    <property role="{$role}">
      <xsl:attribute name="name">
        <xsl:choose>
          <xsl:when test="substring(@tag, 3) = '2' and $name = 'creator'">contributor</xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="$name"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="starts-with(@tag, '71')">
          <xsl:call-template name="body"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="person"/>
        </xsl:otherwise>
      </xsl:choose>
    </property>
  </xsl:template>
  <!-- "Krėvė-Mickevičius, Vincas, 1882-1954"; "Jonas Paulius II, popiežius, 1920-2005" -->
  <xsl:template name="person">
    <xsl:call-template name="clean">
      <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
    </xsl:call-template>
    <xsl:for-each select="*[@code = 'g'][1] | *[@code = 'b'][not(../*[@code = 'g'])][1]">
      <xsl:text>, </xsl:text>
      <xsl:call-template name="clean"/>
    </xsl:for-each>
    <xsl:for-each select="*[@code = 'd'][1]">
      <xsl:text> </xsl:text>
      <xsl:call-template name="clean"/>
    </xsl:for-each>
    <xsl:for-each select="*[@code = 'c'] | *[@code = 'f']">
      <xsl:text>, </xsl:text>
      <xsl:call-template name="clean">
        <xsl:with-param name="value" select="translate(., '()', '')"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="body">
    <xsl:call-template name="join">
      <xsl:with-param name="of" select="*[@code = 'a' or @code = 'b']"/>
      <xsl:with-param name="by" select="'. '"/>
    </xsl:call-template>
    <xsl:variable name="more" select="*[@code = 'd' or @code = 'e' or @code = 'f' or @code = 'c'][normalize-space() != '']"/>
    <xsl:if test="$more">
      <xsl:text> (</xsl:text>
      <xsl:for-each select="$more">
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:call-template name="clean">
          <xsl:with-param name="value" select="translate(., '()', '')"/>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:text>)</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- 0XX: numbers that others know it by -->
  <xsl:template match="*[@tag = '010' or @tag = '011' or @tag = '013' or @tag = '016']" mode="field">
    <xsl:variable name="scheme" select="substring-before(substring-after('|010=ISBN |011=ISSN |013=ISMN |016=ISRC |', concat('|', @tag, '=')), '|')"/>
    <xsl:for-each select="*[@code = 'a'][normalize-space() != '']">
      <property name="identifier">
        <xsl:value-of select="concat($scheme, normalize-space())"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="*[@tag = '017' or @tag = '020' or @tag = '033' or @tag = '035'] | *[@tag = '003']" mode="field">
    <xsl:variable name="value" select="normalize-space(*[@code = 'a'][1] | self::*[@tag = '003']/text())"/>
    <xsl:variable name="address">
      <xsl:call-template name="is-address">
        <xsl:with-param name="of" select="$value"/>
      </xsl:call-template>
    </xsl:variable>
    <property name="identifier">
      <xsl:if test="$address != ''">
        <xsl:attribute name="uri">
          <xsl:value-of select="$value"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="@tag = '020' and *[@code = 'b']">
        <xsl:value-of select="concat($value, ' ', *[@code = 'b'][1])"/>
      </xsl:if>
      <xsl:if test="not(@tag = '020' and *[@code = 'b'])">
        <xsl:value-of select="$value"/>
      </xsl:if>
    </property>
  </xsl:template>

  <!-- 8XX: 801 who wrote the record; 852, 899 who holds the thing -->
  <xsl:template match="*[@tag = '801'][not(preceding-sibling::*[@tag = '801'])]" mode="field">
    <institution code="{normalize-space(*[@code = 'b'][1])}" of="record"/>
  </xsl:template>
  <xsl:template match="*[@tag = '852' or @tag = '899'][not(preceding-sibling::*[@tag = '852' or @tag = '899'])]" mode="field">
    <institution code="{normalize-space(*[@code = 'a'][1])}"/>
  </xsl:template>
</xsl:stylesheet>
