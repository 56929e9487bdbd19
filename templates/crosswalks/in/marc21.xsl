<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  MARC 21 as MARCXML to our description.

  identifier    001                        kind, type  leader/6-7, 007, 008/21, 655, 653 (6)
  title         245 $a $b $n $p, 242       alternative 130 240 246 247
  creator       100 110 111                contributor 700 710 711 720, 260 $f; $4 or $e the role
  publisher     260 264 $b                 issued, created  260 264 $c with 008/6-14 as start and end
  spatial       651 662, 6XX $z; with role 260 264 $a, 752; coordinates 034, 255 $c
  subject       600 610 611 630 650 653 656 657 690   temporal  648, 6XX $y, 653 (4)
  description   250 254 255 and notes      abstract 520; tableOfContents 505; provenance 541 561
  extent        300                        language 008/35-37, 041 $a (also "engfre" of old)
  isPartOf      490, else 440 800-830; 772 773   relation 765-787, 856 956 with an address
  identifier    020 022 024 035            rights 506 540, 856 $r; rightsHolder 542 $d
  institution   852 $a, of the record 040 $a

  Indicators are only compared, never required: an odd one costs nothing.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="urn:vartai:description:1"
    xmlns:exsl="http://exslt.org/common" xmlns:v="urn:vartai:description:1" exclude-result-prefixes="exsl v">
  <xsl:include href="../lib/object.xsl"/>
  <xsl:include href="../lib/marc.xsl"/>
  <xsl:include href="../lib/relators.xsl"/>
  <xsl:include href="../lib/types.xsl"/>

  <xsl:variable name="coded" select="string($control[@tag = '008'][1])"/>
  <xsl:variable name="date-type" select="substring($coded, 7, 1)"/>
  <xsl:variable name="date1">
    <xsl:call-template name="coded-year">
      <xsl:with-param name="of" select="substring($coded, 8, 4)"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="date2">
    <xsl:call-template name="coded-year">
      <xsl:with-param name="of" select="substring($coded, 12, 4)"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="coded-lang">
    <xsl:variable name="of" select="substring($coded, 36, 3)"/>
    <xsl:if test="string-length($of) = 3 and translate($of, 'abcdefghijklmnopqrstuvwxyz', '') = '' and $of != 'und' and $of != 'zxx' and $of != 'mul'">
      <xsl:value-of select="$of"/>
    </xsl:if>
  </xsl:variable>
  <xsl:variable name="our-lang" select="normalize-space($fields[@tag = '040'][1]/*[@code = 'b'][1])"/>
  <xsl:variable name="imprint" select="$fields[@tag = '260'] | $fields[@tag = '264'][not(@ind2 = '4')]"/>
  <xsl:variable name="agents" select="$fields[@tag = '100' or @tag = '110' or @tag = '111' or @tag = '720'] | $fields[@tag = '700' or @tag = '710' or @tag = '711'][not(*[@code = 't'])]"/>

  <xsl:template name="coded-year">
    <xsl:param name="of"/>
    <xsl:if test="string-length($of) = 4 and translate($of, '0123456789', '') = '' and $of != '9999' and $of != '0000'">
      <xsl:value-of select="$of"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*[local-name() = 'record' or local-name() = 'collection']" mode="object">
    <xsl:variable name="rights">
      <xsl:call-template name="rights-address">
        <xsl:with-param name="values" select="$fields[@tag = '540']/*[@code = 'u' or @code = 'a'] | $fields[@tag = '856']/*[@code = 'r']"/>
      </xsl:call-template>
    </xsl:variable>
    <object identifier="{$control[@tag = '001'][1]}" rights="{$rights}" language="{$coded-lang}">
      <xsl:attribute name="kind">
        <xsl:call-template name="kind"/>
      </xsl:attribute>
      <xsl:apply-templates select="$fields[@tag = '245'] | $fields[@tag = '242']" mode="field"/>
      <xsl:apply-templates select="$fields[@tag = '130' or @tag = '240' or @tag = '246' or @tag = '247']" mode="field"/>
      <xsl:apply-templates select="$agents" mode="field"/>
      <xsl:if test="not($agents)">
        <xsl:for-each select="$fields[@tag = '245'][1]/*[@code = 'c'][1]">
          <property name="creator">
            <xsl:call-template name="clean-dot"/>
          </property>
        </xsl:for-each>
      </xsl:if>
      <xsl:apply-templates select="$imprint" mode="field"/>
      <xsl:call-template name="dates"/>
      <xsl:call-template name="types"/>
      <xsl:call-template name="languages"/>
      <xsl:apply-templates select="$fields[@tag = '250' or @tag = '254' or @tag = '255']" mode="field"/>
      <xsl:apply-templates select="$fields[starts-with(@tag, '5')]" mode="field"/>
      <xsl:apply-templates select="$fields[@tag = '300' or @tag = '490']" mode="field"/>
      <xsl:if test="not($fields[@tag = '490'])">
        <xsl:apply-templates select="$fields[@tag = '440' or @tag = '800' or @tag = '810' or @tag = '811' or @tag = '830']" mode="field"/>
      </xsl:if>
      <xsl:apply-templates select="$fields[starts-with(@tag, '6')]" mode="field"/>
      <xsl:apply-templates select="$fields[@tag = '752']" mode="field"/>
      <xsl:call-template name="coordinates"/>
      <xsl:apply-templates select="$fields[@tag = '700' or @tag = '710' or @tag = '711' or @tag = '730' or @tag = '740'][*[@code = 't'] or @tag = '730' or @tag = '740']" mode="work"/>
      <xsl:apply-templates select="$fields[starts-with(@tag, '76') or starts-with(@tag, '77') or starts-with(@tag, '78')]" mode="field"/>
      <xsl:apply-templates select="$fields[@tag = '020' or @tag = '022' or @tag = '024' or @tag = '035']" mode="field"/>
      <xsl:apply-templates select="$fields[@tag = '856' or @tag = '956' or @tag = '852']" mode="field"/>
      <institution code="{normalize-space($fields[@tag = '040'][1]/*[@code = 'a'][1])}" of="record"/>
    </object>
  </xsl:template>

  <!-- leader, 007, 008 -->
  <xsl:template name="kind">
    <xsl:choose>
      <xsl:when test="$material = ''"/>
      <xsl:when test="contains('atcd', $material)">TEXT</xsl:when>
      <xsl:when test="contains('efkr', $material)">IMAGE</xsl:when>
      <xsl:when test="$material = 'g'">VIDEO</xsl:when>
      <xsl:when test="contains('ij', $material)">SOUND</xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="types">
    <xsl:variable name="serial" select="substring($coded, 22, 1)"/>
    <xsl:variable name="physical" select="substring($control[@tag = '007'][starts-with(., 'k')][1], 2, 1)"/>
    <xsl:call-template name="type">
      <xsl:with-param name="code">
        <xsl:choose>
          <xsl:when test="$level = 'c'">collection</xsl:when>
          <xsl:when test="$material = 'a' and ($level = 'a' or $level = 'b')">article</xsl:when>
          <xsl:when test="$material = 'a' and $level = 's' and $serial = 'n'">newspaper</xsl:when>
          <xsl:when test="$material = 'a' and $level = 's' and $serial = 'm'">series</xsl:when>
          <xsl:when test="$material = 'a' and ($level = 's' or $level = 'i')">periodical</xsl:when>
          <xsl:when test="$material = 'a' and $level = 'm'">book</xsl:when>
          <xsl:when test="$material = 't'">manuscript</xsl:when>
          <xsl:when test="$material = 'c' or $material = 'd'">music</xsl:when>
          <xsl:when test="$material = 'e' or $material = 'f'">map</xsl:when>
          <xsl:when test="$material = 'g'">film</xsl:when>
          <xsl:when test="$material = 'i'">speech</xsl:when>
          <xsl:when test="$material = 'j'">song</xsl:when>
          <xsl:when test="$material = 'k' and $physical = 'd'">drawing</xsl:when>
          <xsl:when test="$material = 'k' and $physical = 'e'">painting</xsl:when>
          <xsl:when test="$material = 'k' and ($physical = 'g' or $physical = 'h' or $physical = 'v')">photograph</xsl:when>
          <xsl:when test="$material = 'k' and ($physical = 'j' or $physical = 'p')">print</xsl:when>
          <xsl:when test="$material = 'k' and $physical = 'l'">technical-drawing</xsl:when>
          <xsl:when test="$material = 'k'">picture</xsl:when>
          <xsl:when test="$material = 'm'">electronic</xsl:when>
          <xsl:when test="$material = 'r'">realia</xsl:when>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- 245, 242: the punctuation is in the record, or it is not -->
  <xsl:template match="*[@tag = '245' or @tag = '242']" mode="field">
    <property name="title">
      <xsl:attribute name="xml:lang">
        <xsl:choose>
          <xsl:when test="@tag = '242'">
            <xsl:value-of select="*[@code = 'y'][1]"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="$coded-lang"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="*[contains('abnpkfgs', @code)]"/>
      </xsl:call-template>
    </property>
  </xsl:template>
  <xsl:template name="title">
    <xsl:param name="parts"/>
    <xsl:param name="is-prose"/>
    <xsl:variable name="text">
      <xsl:for-each select="$parts[normalize-space() != '']">
        <xsl:variable name="at" select="position()"/>
        <xsl:if test="$at &gt; 1">
          <xsl:variable name="before" select="normalize-space(preceding-sibling::*[not(@code = 'h')][1])"/>
          <xsl:variable name="mark" select="substring($before, string-length($before))"/>
          <xsl:choose>
            <xsl:when test="translate($mark, ':;=.,', '') = ''"/>
            <xsl:when test="@code = 'b'"> :</xsl:when>
            <xsl:when test="@code = 'p' and preceding-sibling::*[1]/@code = 'n'">,</xsl:when>
            <xsl:otherwise>.</xsl:otherwise>
          </xsl:choose>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:value-of select="normalize-space(translate(., $marks, ''))"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$is-prose">
        <xsl:value-of select="$text"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="clean-dot">
          <xsl:with-param name="value" select="$text"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="*[@tag = '130' or @tag = '240' or @tag = '246' or @tag = '247']" mode="field">
    <property name="alternative">
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="*[contains('abnpk', @code)]"/>
      </xsl:call-template>
    </property>
  </xsl:template>

  <!-- 1XX, 7XX: who did several things ($4 again, else $e) is there once for each -->
  <xsl:template match="*[@tag = '100' or @tag = '110' or @tag = '111' or @tag = '700' or @tag = '710' or @tag = '711' or @tag = '720']" mode="field">
    <xsl:variable name="field" select="."/>
    <xsl:variable name="codes">
      <xsl:call-template name="roles">
        <xsl:with-param name="of" select="*[@code = '4']"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="roles">
      <xsl:copy-of select="$codes"/>
      <xsl:if test="$codes = '' and not(@tag = '111' or @tag = '711')">
        <xsl:call-template name="roles">
          <xsl:with-param name="of" select="*[@code = 'e']"/>
        </xsl:call-template>
      </xsl:if>
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
    <property role="{$role}">
      <xsl:attribute name="name">
        <xsl:call-template name="agent-name">
          <xsl:with-param name="role" select="$role"/>
          <xsl:with-param name="otherwise">
            <xsl:choose>
              <xsl:when test="starts-with(@tag, '1')">creator</xsl:when>
              <xsl:otherwise>contributor</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <xsl:call-template name="name"/>
    </property>
  </xsl:template>
  <xsl:template name="name">
    <xsl:choose>
      <xsl:when test="substring(@tag, 2) = '00' or @tag = '720'">
        <xsl:for-each select="*[contains('abcdq', @code)][normalize-space() != '']">
          <xsl:if test="position() &gt; 1">
            <xsl:choose>
              <xsl:when test="@code = 'q' or @code = 'b'">
                <xsl:text> </xsl:text>
              </xsl:when>
              <xsl:otherwise>, </xsl:otherwise>
            </xsl:choose>
          </xsl:if>
          <xsl:choose>
            <xsl:when test="position() = last()">
              <xsl:call-template name="clean-dot"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:call-template name="clean"/>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="title">
          <xsl:with-param name="parts" select="*[contains('abndc', @code)]"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- a work, not an agent: contained (ind2 2) or related -->
  <xsl:template match="*" mode="work">
    <property>
      <xsl:attribute name="name">
        <xsl:choose>
          <xsl:when test="@ind2 = '2'">hasPart</xsl:when>
          <xsl:otherwise>relation</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="*[contains('abcdnpqt', @code)]"/>
      </xsl:call-template>
    </property>
  </xsl:template>

  <!-- 260, 264 -->
  <xsl:template match="*[@tag = '260' or @tag = '264']" mode="field">
    <xsl:for-each select="*[@code = 'b']">
      <property>
        <xsl:choose>
          <xsl:when test="../@tag = '264' and ../@ind2 = '3'">
            <xsl:attribute name="name">contributor</xsl:attribute>
            <xsl:attribute name="role">mfr</xsl:attribute>
          </xsl:when>
          <xsl:otherwise>
            <xsl:attribute name="name">publisher</xsl:attribute>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="place"/>
      </property>
    </xsl:for-each>
    <xsl:for-each select="*[@code = 'f']">
      <property name="contributor" role="prt">
        <xsl:call-template name="place">
          <xsl:with-param name="value" select="translate(., '()', '')"/>
        </xsl:call-template>
      </property>
    </xsl:for-each>
    <xsl:variable name="role">
      <xsl:choose>
        <xsl:when test="@tag = '264' and @ind2 = '0'">prp</xsl:when>
        <xsl:when test="@tag = '264' and @ind2 = '2'">dbp</xsl:when>
        <xsl:when test="@tag = '264' and @ind2 = '3'">mfp</xsl:when>
        <xsl:otherwise>pup</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:for-each select="*[@code = 'a' or @code = 'e']">
      <property name="spatial" xml:lang="{$our-lang}" role="{$role}">
        <xsl:call-template name="place">
          <xsl:with-param name="value" select="translate(., '()', '')"/>
        </xsl:call-template>
      </property>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="dates">
    <xsl:variable name="words" select="($imprint/*[@code = 'c'] | $fields[@tag = '264'][@ind2 = '4'][not($imprint/*[@code = 'c'])]/*[@code = 'c'])[normalize-space() != ''][1]"/>
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="$material = 't' or $material = 'd' or $material = 'f'">created</xsl:when>
        <xsl:when test="($material = 'k' or $material = 'r' or $material = 'p') and not($imprint/*[@code = 'b'])">created</xsl:when>
        <xsl:otherwise>issued</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="month" select="substring($coded, 12, 2)"/>
    <xsl:variable name="day" select="substring($coded, 14, 2)"/>
    <xsl:variable name="start">
      <xsl:choose>
        <xsl:when test="$date1 = '' or contains('nbu|', $date-type) and $date-type != 'u'"/>
        <xsl:when test="$date-type = 'e'">
          <xsl:value-of select="$date1"/>
          <xsl:if test="translate($month, '0123456789', '') = '' and $month != '00'">
            <xsl:value-of select="concat('-', $month)"/>
            <xsl:if test="translate($day, '0123456789', '') = '' and $day != '00'">
              <xsl:value-of select="concat('-', $day)"/>
            </xsl:if>
          </xsl:if>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="$date1"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="end">
      <xsl:choose>
        <xsl:when test="$start = '' or contains('cu', $date-type)"/>
        <xsl:when test="contains('dmqik', $date-type)">
          <xsl:value-of select="$date2"/>
        </xsl:when>
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
    <xsl:if test="$date-type = 'r' and $date2 != ''">
      <property name="created" start="{$date2}" end="{$date2}">
        <xsl:value-of select="$date2"/>
      </property>
    </xsl:if>
  </xsl:template>

  <!-- 008/35-37, 041 $a; three letters at a time -->
  <xsl:template name="languages">
    <property name="language">
      <xsl:value-of select="$coded-lang"/>
    </property>
    <xsl:for-each select="$fields[@tag = '041']/*[@code = 'a']">
      <xsl:call-template name="by-three">
        <xsl:with-param name="of" select="normalize-space()"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="by-three">
    <xsl:param name="of"/>
    <xsl:if test="$of != ''">
      <property name="language">
        <xsl:choose>
          <xsl:when test="string-length($of) mod 3 = 0">
            <xsl:value-of select="substring($of, 1, 3)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="$of"/>
          </xsl:otherwise>
        </xsl:choose>
      </property>
      <xsl:if test="string-length($of) mod 3 = 0">
        <xsl:call-template name="by-three">
          <xsl:with-param name="of" select="substring($of, 4)"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- 25X, 300, series -->
  <xsl:template match="*[@tag = '250' or @tag = '254' or @tag = '255']" mode="field">
    <property name="description" xml:lang="{$our-lang}">
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="*[contains('abc', @code)]"/>
      </xsl:call-template>
    </property>
  </xsl:template>
  <xsl:template match="*[@tag = '300']" mode="field">
    <property name="extent" xml:lang="{$our-lang}">
      <xsl:call-template name="join">
        <xsl:with-param name="of" select="*[contains('a', @code)]"/>
        <xsl:with-param name="by" select="', '"/>
      </xsl:call-template>
      <xsl:for-each select="*[contains('bce', @code)][normalize-space() != '']">
        <xsl:value-of select="substring-before(substring-after('|b : |c ; |e + |', concat('|', @code)), '|')"/>
        <xsl:call-template name="clean">
          <xsl:with-param name="value" select="translate(., '+', '')"/>
        </xsl:call-template>
      </xsl:for-each>
    </property>
  </xsl:template>
  <xsl:template match="*[@tag = '490' or @tag = '440' or @tag = '800' or @tag = '810' or @tag = '811' or @tag = '830']" mode="field">
    <property name="isPartOf">
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="*[contains('anpt', @code)]"/>
      </xsl:call-template>
      <xsl:for-each select="*[@code = 'v'][1]">
        <xsl:text> ; </xsl:text>
        <xsl:call-template name="clean-dot"/>
      </xsl:for-each>
    </property>
  </xsl:template>

  <!-- 5XX; 583 and 588 are the library's own business, 59X local -->
  <xsl:template match="*[starts-with(@tag, '5')][not(starts-with(@tag, '59'))][not(@tag = '583' or @tag = '588' or @tag = '542')]" mode="field">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@tag = '505'">tableOfContents</xsl:when>
        <xsl:when test="@tag = '506' or @tag = '540'">rights</xsl:when>
        <xsl:when test="@tag = '520'">abstract</xsl:when>
        <xsl:when test="@tag = '524'">bibliographicCitation</xsl:when>
        <xsl:when test="@tag = '534'">source</xsl:when>
        <xsl:when test="@tag = '541' or @tag = '561'">provenance</xsl:when>
        <xsl:otherwise>description</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <property name="{$name}" xml:lang="{$our-lang}">
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="*[contains('abcdefgklmnoprt', @code)]"/>
        <xsl:with-param name="is-prose" select="true()"/>
      </xsl:call-template>
    </property>
  </xsl:template>
  <xsl:template match="*[@tag = '542']" mode="field">
    <property name="rightsHolder">
      <xsl:call-template name="clean-dot">
        <xsl:with-param name="value" select="*[@code = 'd'][1]"/>
      </xsl:call-template>
    </property>
  </xsl:template>

  <!-- 6XX -->
  <xsl:template name="subject-lang">
    <xsl:choose>
      <xsl:when test="@ind2 = '0' or @ind2 = '1' or @ind2 = '2' or @ind2 = '5'">en</xsl:when>
      <xsl:when test="@ind2 = '6'">fr</xsl:when>
      <xsl:when test="*[@code = '2'][1] = 'gnd'">de</xsl:when>
      <xsl:when test="*[@code = '2'][1] = 'fast' or *[@code = '2'][1] = 'aat' or *[@code = '2'][1] = 'lcgft'">en</xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$our-lang"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="divisions">
    <xsl:for-each select="*[contains('vxyz', @code)][normalize-space() != '']">
      <xsl:text> – </xsl:text>
      <xsl:call-template name="clean-dot"/>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="divided-places">
    <xsl:param name="lang"/>
    <xsl:for-each select="*[@code = 'z']">
      <property name="spatial" xml:lang="{$lang}">
        <xsl:call-template name="clean-dot"/>
      </property>
    </xsl:for-each>
    <xsl:for-each select="*[@code = 'y']">
      <property name="temporal" xml:lang="{$lang}">
        <xsl:call-template name="clean-dot"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="*[@tag = '600' or @tag = '610' or @tag = '611' or @tag = '630' or @tag = '650' or @tag = '656' or @tag = '657' or @tag = '690']" mode="field">
    <xsl:variable name="lang">
      <xsl:call-template name="subject-lang"/>
    </xsl:variable>
    <property name="subject" xml:lang="{$lang}">
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="@tag = '600'">
          <xsl:call-template name="name"/>
          <xsl:for-each select="*[@code = 't']">
            <xsl:text>. </xsl:text>
            <xsl:call-template name="clean-dot"/>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="title">
            <xsl:with-param name="parts" select="*[contains('abcdnpt', @code)]"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="divisions"/>
    </property>
    <xsl:call-template name="divided-places">
      <xsl:with-param name="lang" select="$lang"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="*[@tag = '651']" mode="field">
    <xsl:variable name="lang">
      <xsl:call-template name="subject-lang"/>
    </xsl:variable>
    <property name="spatial" xml:lang="{$lang}">
      <xsl:attribute name="uri">
        <xsl:if test="not(*[contains('vxyz', @code)])">
          <xsl:call-template name="field-authority"/>
        </xsl:if>
      </xsl:attribute>
      <xsl:call-template name="clean-dot">
        <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
      </xsl:call-template>
    </property>
    <xsl:if test="*[contains('vxyz', @code)]">
      <property name="subject" xml:lang="{$lang}">
        <xsl:attribute name="uri">
          <xsl:call-template name="field-authority"/>
        </xsl:attribute>
        <xsl:call-template name="clean-dot">
          <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
        </xsl:call-template>
        <xsl:call-template name="divisions"/>
      </property>
    </xsl:if>
    <xsl:call-template name="divided-places">
      <xsl:with-param name="lang" select="$lang"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="*[@tag = '648']" mode="field">
    <property name="temporal">
      <xsl:call-template name="clean-dot">
        <xsl:with-param name="value" select="*[@code = 'a'][1]"/>
      </xsl:call-template>
    </property>
  </xsl:template>
  <xsl:template match="*[@tag = '653' or @tag = '655']" mode="field">
    <xsl:variable name="lang">
      <xsl:call-template name="subject-lang"/>
    </xsl:variable>
    <xsl:variable name="uri">
      <xsl:call-template name="field-authority"/>
    </xsl:variable>
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@tag = '655' or @ind2 = '6'">type</xsl:when>
        <xsl:when test="@ind2 = '5'">spatial</xsl:when>
        <xsl:when test="@ind2 = '4'">temporal</xsl:when>
        <xsl:otherwise>subject</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:for-each select="*[@code = 'a']">
      <property name="{$name}" uri="{$uri}">
        <xsl:if test="../@tag = '655'">
          <xsl:attribute name="xml:lang">
            <xsl:value-of select="$lang"/>
          </xsl:attribute>
        </xsl:if>
        <xsl:call-template name="clean-dot"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <!-- 662, 752: country, state, county, city; said from the smallest up -->
  <xsl:template match="*[@tag = '662' or @tag = '752']" mode="field">
    <property name="spatial" xml:lang="{$our-lang}">
      <xsl:if test="@tag = '752'">
        <xsl:attribute name="role">pup</xsl:attribute>
      </xsl:if>
      <xsl:attribute name="uri">
        <xsl:call-template name="field-authority"/>
      </xsl:attribute>
      <xsl:for-each select="*[contains('abcdfgh', @code)][normalize-space() != '']">
        <xsl:sort select="position()" data-type="number" order="descending"/>
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:call-template name="clean-dot"/>
      </xsl:for-each>
    </property>
  </xsl:template>

  <!-- 034, 255 $c -->
  <xsl:template name="coordinates">
    <xsl:variable name="box" select="$fields[@tag = '034'][*[@code = 'd']][1]"/>
    <xsl:choose>
      <xsl:when test="$box">
        <xsl:call-template name="spot">
          <xsl:with-param name="middle">
            <xsl:call-template name="middle">
              <xsl:with-param name="west" select="$box/*[@code = 'd'][1]"/>
              <xsl:with-param name="east" select="($box/*[@code = 'e'] | $box[not(*[@code = 'e'])]/*[@code = 'd'])[1]"/>
              <xsl:with-param name="north" select="$box/*[@code = 'f'][1]"/>
              <xsl:with-param name="south" select="($box/*[@code = 'g'] | $box[not(*[@code = 'g'])]/*[@code = 'f'])[1]"/>
            </xsl:call-template>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$fields[@tag = '255']/*[@code = 'c']">
        <xsl:call-template name="spot">
          <xsl:with-param name="middle">
            <xsl:call-template name="middle-of-words">
              <xsl:with-param name="of" select="translate(normalize-space($fields[@tag = '255']/*[@code = 'c'][1]), ';', '')"/>
            </xsl:call-template>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- 76X-78X -->
  <xsl:template match="*[starts-with(@tag, '76') or starts-with(@tag, '77') or starts-with(@tag, '78')]" mode="field">
    <xsl:variable name="title">
      <xsl:call-template name="title">
        <xsl:with-param name="parts" select="(*[@code = 't'] | *[@code = 's'][not(../*[@code = 't'])])[1]"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="parts" select="normalize-space(*[@code = 'g'][1])"/>
    <property uri="{*[@code = 'u' or @code = '4' or @code = '0'][starts-with(normalize-space(), 'http')][1]}">
      <xsl:attribute name="name">
        <xsl:choose>
          <xsl:when test="contains('|760|762|772|773|', @tag)">isPartOf</xsl:when>
          <xsl:when test="contains('|770|774|', @tag)">hasPart</xsl:when>
          <xsl:when test="@tag = '786'">source</xsl:when>
          <xsl:otherwise>relation</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:value-of select="$title"/>
    </property>
    <xsl:if test="@tag = '773' and $title != '' and $parts != ''">
      <property name="bibliographicCitation">
        <xsl:value-of select="concat($title, ', ', $parts)"/>
      </property>
    </xsl:if>
  </xsl:template>

  <!-- 020, 022, 024, 035 -->
  <xsl:template match="*[@tag = '020' or @tag = '022']" mode="field">
    <xsl:for-each select="*[@code = 'a'][normalize-space() != '']">
      <property name="identifier">
        <xsl:value-of select="concat(substring-before(substring-after('|020=ISBN |022=ISSN |', concat('|', ../@tag, '=')), '|'),
            substring-before(concat(normalize-space(), ' '), ' '))"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="*[@tag = '024' or @tag = '035']" mode="field">
    <xsl:variable name="value" select="normalize-space(*[@code = 'a'][1])"/>
    <xsl:variable name="scheme" select="translate(*[@code = '2'][1], $upper, $lower)"/>
    <xsl:variable name="address">
      <xsl:call-template name="is-address">
        <xsl:with-param name="of" select="$value"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:if test="$value != ''">
      <property name="identifier">
        <xsl:attribute name="uri">
          <xsl:choose>
            <xsl:when test="$address != ''">
              <xsl:value-of select="$value"/>
            </xsl:when>
            <xsl:when test="$scheme = 'doi'">
              <xsl:value-of select="concat('https://doi.org/', $value)"/>
            </xsl:when>
            <xsl:when test="$scheme = 'hdl'">
              <xsl:value-of select="concat('http://hdl.handle.net/', $value)"/>
            </xsl:when>
          </xsl:choose>
        </xsl:attribute>
        <xsl:if test="@tag = '024' and @ind1 = '2'">ISMN </xsl:if>
        <xsl:if test="@tag = '024' and @ind1 = '0'">ISRC </xsl:if>
        <xsl:value-of select="$value"/>
      </property>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*[@tag = '852'][not(preceding-sibling::*[@tag = '852'])]" mode="field">
    <institution code="{normalize-space(*[@code = 'a'][1])}"/>
  </xsl:template>
</xsl:stylesheet>
