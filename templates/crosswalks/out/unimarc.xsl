<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Our description to UNIMARC as MARCXML, the tags that in/unimarc.xsl reads.  The source: as in oai_dc.xsl;
  the parameters: as in lib/out.xsl.

  001  100 $a        identifier; years, language of the words     010 011 035  identifier
  101 language       200 title, creators as $f     510 further titles  517 alternative
  210 place with a role, publisher, dates     215 extent     608 type
  300 description, medium, format, temporal in words  317 provenance  324 source  327 tableOfContents
  330 abstract  332 bibliographicCitation  371 rights     606 subject  607 spatial
  461 isPartOf  463 hasPart  488 relation     700 701 702 730 creator, contributor
  801 852 the holder     856 the page, the manifest
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:v="urn:vartai:description:1" xmlns:c="urn:vartai:crosswalk:1" xmlns="http://www.loc.gov/MARC21/slim"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" exclude-result-prefixes="v c">
  <c:format ns="http://www.loc.gov/MARC21/slim" schema="http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"/>
  <xsl:include href="../lib/out.xsl"/>
  <xsl:include href="../lib/marc_out.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>

  <xsl:template match="/v:object">
    <record xsi:schemaLocation="http://www.loc.gov/MARC21/slim http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd">
      <leader>
        <xsl:value-of select="concat('     n', $material, 'm0 22        4500')"/>
      </leader>
      <xsl:call-template name="control">
        <xsl:with-param name="tag" select="'001'"/>
        <xsl:with-param name="value" select="@identifier"/>
      </xsl:call-template>
      <xsl:call-template name="numbers"/>
      <xsl:call-template name="processing"/>
      <xsl:call-template name="languages"/>
      <xsl:call-template name="titles"/>
      <xsl:call-template name="imprint"/>
      <xsl:for-each select="v:property[@name = 'extent']">
        <xsl:call-template name="field">
          <xsl:with-param name="tag" select="'215'"/>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:call-template name="notes"/>
      <xsl:call-template name="relations"/>
      <xsl:call-template name="more-titles"/>
      <xsl:call-template name="subjects"/>
      <xsl:apply-templates select="v:property[@name = 'creator']" mode="agent"/>
      <xsl:apply-templates select="v:property[@name = 'contributor']" mode="agent"/>
      <xsl:call-template name="holder"/>
      <xsl:call-template name="addresses">
        <xsl:with-param name="note" select="'z'"/>
      </xsl:call-template>
    </record>
  </xsl:template>

  <xsl:template name="numbers">
    <xsl:for-each select="v:property[@name = 'identifier']">
      <xsl:variable name="tag">
        <xsl:choose>
          <xsl:when test="starts-with(., 'ISBN ')">010</xsl:when>
          <xsl:when test="starts-with(., 'ISSN ')">011</xsl:when>
          <xsl:otherwise>035</xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <datafield tag="{$tag}" ind1=" " ind2=" ">
        <subfield code="a">
          <xsl:if test="$tag = '035'">
            <xsl:call-template name="words"/>
          </xsl:if>
          <xsl:if test="$tag != '035'">
            <xsl:value-of select="substring(., 6)"/>
          </xsl:if>
        </subfield>
      </datafield>
    </xsl:for-each>
  </xsl:template>

  <!-- 100 $a: 36 positions; the date of entry is not known -->
  <xsl:template name="processing">
    <xsl:variable name="ours">
      <xsl:call-template name="marc-language">
        <xsl:with-param name="of" select="concat(v:context/@language, substring('lt', 1, 2 * not(v:context/@language)))"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="kind">
      <xsl:choose>
        <xsl:when test="$year1 = ''">u</xsl:when>
        <xsl:when test="$year2 = '' or $year2 = $year1">d</xsl:when>
        <xsl:otherwise>f</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <datafield tag="100" ind1=" " ind2=" ">
      <subfield code="a">
        <xsl:value-of select="concat('00000000', $kind, substring(concat($year1, '    '), 1, 4), substring(concat(substring($year2, 1, 4 * ($kind = 'f')), '    '), 1, 4))"/>
        <xsl:value-of select="concat('   ', 'y', '0', $ours, 'y', '50  ', '    ', 'ba')"/>
      </subfield>
    </datafield>
  </xsl:template>
  <xsl:template name="languages">
    <xsl:variable name="of" select="v:property[@name = 'language'] | @language[not(../v:property[@name = 'language'])]"/>
    <xsl:if test="$of">
      <datafield tag="101" ind1="0" ind2=" ">
        <xsl:for-each select="$of">
          <subfield code="a">
            <xsl:call-template name="marc-language">
              <xsl:with-param name="of" select="."/>
            </xsl:call-template>
          </subfield>
        </xsl:for-each>
      </datafield>
    </xsl:if>
  </xsl:template>

  <xsl:template name="titles">
    <datafield tag="200" ind1="1" ind2=" ">
      <subfield code="a">
        <xsl:for-each select="v:property[@name = 'title'][1]">
          <xsl:call-template name="words"/>
        </xsl:for-each>
        <xsl:if test="not(v:property[@name = 'title'])">
          <xsl:value-of select="concat('[', @identifier, ']')"/>
        </xsl:if>
      </subfield>
      <xsl:for-each select="v:property[@name = 'creator'][. != '']">
        <subfield code="f">
          <xsl:value-of select="."/>
        </subfield>
      </xsl:for-each>
    </datafield>
  </xsl:template>
  <xsl:template name="more-titles">
    <xsl:for-each select="v:property[@name = 'title'][position() &gt; 1] | v:property[@name = 'alternative']">
      <xsl:sort select="@name" order="descending"/>
      <datafield tag="{substring('517510', 1 + 3 * (@name = 'title'), 3)}" ind1="1" ind2=" ">
        <subfield code="a">
          <xsl:call-template name="words"/>
        </subfield>
        <xsl:if test="@xml:lang">
          <subfield code="z">
            <xsl:call-template name="marc-language">
              <xsl:with-param name="of" select="@xml:lang"/>
            </xsl:call-template>
          </subfield>
        </xsl:if>
      </datafield>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="imprint">
    <xsl:variable name="places" select="v:property[@name = 'spatial'][@role][. != '']"/>
    <xsl:variable name="dates" select="v:property[@name = 'issued' or @name = 'created' or @name = 'date'][. != '' or @start or @end]"/>
    <xsl:variable name="publishers" select="v:property[@name = 'publisher']"/>
    <xsl:if test="$places or $dates or $publishers">
      <datafield tag="210" ind1=" " ind2=" ">
        <xsl:for-each select="$places[not(@role = 'mfp')]">
          <subfield code="a">
            <xsl:value-of select="."/>
          </subfield>
        </xsl:for-each>
        <xsl:for-each select="$publishers">
          <subfield code="c">
            <xsl:call-template name="words"/>
          </subfield>
        </xsl:for-each>
        <xsl:for-each select="$dates">
          <subfield code="d">
            <xsl:value-of select="."/>
            <xsl:if test=". = ''">
              <xsl:value-of select="concat(@start, '/', @end)"/>
            </xsl:if>
          </subfield>
        </xsl:for-each>
        <xsl:for-each select="$places[@role = 'mfp']">
          <subfield code="e">
            <xsl:value-of select="."/>
          </subfield>
        </xsl:for-each>
      </datafield>
    </xsl:if>
  </xsl:template>

  <xsl:variable name="note-tags" select="'|description=300|medium=300|format=300|temporal=300|provenance=317|source=324|tableOfContents=327|abstract=330|bibliographicCitation=332|rights=371|rightsHolder=371|'"/>
  <xsl:template name="notes">
    <xsl:for-each select="v:property[contains($note-tags, concat('|', @name, '='))]">
      <xsl:sort select="substring-before(substring-after($note-tags, concat('|', @name, '=')), '|')"/>
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="substring-before(substring-after($note-tags, concat('|', @name, '=')), '|')"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:if test="@rights">
      <datafield tag="371" ind1=" " ind2=" ">
        <subfield code="a">
          <xsl:value-of select="@rights"/>
        </subfield>
      </datafield>
    </xsl:if>
  </xsl:template>
  <xsl:template name="relations">
    <xsl:for-each select="v:property[@name = 'isPartOf' or @name = 'hasPart' or @name = 'relation']">
      <xsl:sort select="substring-before(substring-after('|isPartOf=461|hasPart=463|relation=488|', concat('|', @name, '=')), '|')"/>
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="substring-before(substring-after('|isPartOf=461|hasPart=463|relation=488|', concat('|', @name, '=')), '|')"/>
        <xsl:with-param name="code" select="'t'"/>
        <xsl:with-param name="uri-code" select="'u'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="subjects">
    <xsl:for-each select="v:property[@name = 'subject']">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'606'"/>
        <xsl:with-param name="uri-code" select="'3'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'spatial'][not(@role)]">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'607'"/>
        <xsl:with-param name="uri-code" select="'3'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'type']">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'608'"/>
        <xsl:with-param name="uri-code" select="'3'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- Numbers of UNIMARC for MARC21's codes. -->
  <xsl:variable name="roles" select="'|aut=070|edt=340|ill=440|trl=730|pbl=650|prt=610|pht=600|art=040|cmp=230|cre=070|pbd=651|eng=350|ctg=180|aui=080|col=220|com=220|drt=300|red=340|'"/>
  <xsl:template match="v:property" mode="agent">
    <xsl:variable name="is-inverted" select="contains(., ', ')"/>
    <xsl:variable name="tag">
      <xsl:choose>
        <!-- a name of which nothing says what it names -->
        <xsl:when test="not($is-inverted)">730</xsl:when>
        <xsl:when test="@name = 'contributor'">702</xsl:when>
        <xsl:when test="preceding-sibling::v:property[@name = 'creator'][contains(., ', ')]">701</xsl:when>
        <xsl:otherwise>700</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <datafield tag="{$tag}" ind1=" " ind2="{substring(' 1', 1 + $is-inverted, 1)}">
      <subfield code="a">
        <xsl:if test="$is-inverted">
          <xsl:value-of select="substring-before(., ', ')"/>
        </xsl:if>
        <xsl:if test="not($is-inverted)">
          <xsl:call-template name="words"/>
        </xsl:if>
      </subfield>
      <xsl:if test="$is-inverted">
        <subfield code="b">
          <xsl:value-of select="substring-after(., ', ')"/>
        </subfield>
      </xsl:if>
      <xsl:if test="starts-with(@uri, 'http') and . != ''">
        <subfield code="3">
          <xsl:value-of select="@uri"/>
        </subfield>
      </xsl:if>
      <xsl:call-template name="sub">
        <xsl:with-param name="code" select="'4'"/>
        <xsl:with-param name="value" select="concat(substring-before(substring-after($roles, concat('|', @role, '=')), '|'),
            substring('070', 1, 3 * (@name = 'creator' and not(@role) and not($is-inverted))))"/>
      </xsl:call-template>
    </datafield>
  </xsl:template>
  <xsl:template name="holder">
    <xsl:if test="v:institution/@code">
      <datafield tag="801" ind1=" " ind2="0">
        <subfield code="a">LT</subfield>
        <subfield code="b">
          <xsl:value-of select="v:institution/@code"/>
        </subfield>
      </datafield>
      <datafield tag="852" ind1=" " ind2=" ">
        <subfield code="a">
          <xsl:value-of select="v:institution/@code"/>
        </subfield>
      </datafield>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
