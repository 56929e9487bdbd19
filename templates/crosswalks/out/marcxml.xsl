<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Our description to MARC21 as MARCXML.  The source: as in oai_dc.xsl; the parameters: as in lib/out.xsl.

  001 003 008        identifier, holder; year and language      020 022 024  identifier     034 coordinates
  041 language       100 700 720 creator, contributor ("Surname, Name" or not inverted)     245 246 titles
  264 place with a role, publisher, dates     300 extent, medium     340 format
  500 description, source    505 tableOfContents    520 abstract    524 bibliographicCitation    561 provenance
  540 rights  542 rightsHolder     648 temporal  650 subject  651 spatial  655 type
  773 isPartOf  774 hasPart  787 relation     852 the holder     856 the page, the manifest
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
        <xsl:value-of select="concat('     n', $material, 'm a22     uu 4500')"/>
      </leader>
      <xsl:call-template name="control">
        <xsl:with-param name="tag" select="'001'"/>
        <xsl:with-param name="value" select="@identifier"/>
      </xsl:call-template>
      <xsl:call-template name="control">
        <xsl:with-param name="tag" select="'003'"/>
        <xsl:with-param name="value" select="v:institution/@code"/>
      </xsl:call-template>
      <xsl:call-template name="fixed"/>
      <xsl:call-template name="numbers"/>
      <xsl:call-template name="languages"/>
      <xsl:apply-templates select="v:property[@name = 'creator'][1]" mode="agent">
        <xsl:with-param name="hundreds" select="'1'"/>
      </xsl:apply-templates>
      <xsl:call-template name="titles"/>
      <xsl:call-template name="imprint"/>
      <xsl:call-template name="physical"/>
      <xsl:call-template name="notes"/>
      <xsl:call-template name="subjects"/>
      <xsl:apply-templates select="v:property[@name = 'creator'][position() &gt; 1] | v:property[@name = 'contributor']" mode="agent">
        <xsl:with-param name="hundreds" select="'7'"/>
      </xsl:apply-templates>
      <xsl:call-template name="relations"/>
      <xsl:call-template name="holder"/>
      <xsl:call-template name="addresses">
        <xsl:with-param name="note" select="'3'"/>
      </xsl:call-template>
    </record>
  </xsl:template>

  <!-- 008: dates and language; the rest is not said -->
  <xsl:template name="fixed">
    <xsl:variable name="kind">
      <xsl:choose>
        <xsl:when test="$year1 = ''">n</xsl:when>
        <xsl:when test="$year2 = '' or $year2 = $year1">s</xsl:when>
        <xsl:otherwise>q</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <controlfield tag="008">
      <xsl:value-of select="concat('      ', $kind, substring(concat($year1, 'uuuu'), 1, 4))"/>
      <xsl:value-of select="substring(concat(substring($year2, 1, 4 * ($kind = 'q')), substring('    uuuu', 1 + 4 * ($kind = 'n'), 4)), 1, 4)"/>
      <xsl:value-of select="concat('xx ', '|||||||||||||||||', $main-language, '||')"/>
    </controlfield>
  </xsl:template>

  <xsl:template name="numbers">
    <xsl:for-each select="v:property[@name = 'identifier']">
      <xsl:choose>
        <xsl:when test="starts-with(., 'ISBN ')">
          <datafield tag="020" ind1=" " ind2=" ">
            <subfield code="a">
              <xsl:value-of select="substring(., 6)"/>
            </subfield>
          </datafield>
        </xsl:when>
        <xsl:when test="starts-with(., 'ISSN ')">
          <datafield tag="022" ind1=" " ind2=" ">
            <subfield code="a">
              <xsl:value-of select="substring(., 6)"/>
            </subfield>
          </datafield>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="field">
            <xsl:with-param name="tag" select="'024'"/>
            <xsl:with-param name="ind1" select="'8'"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'spatial'][@latitude][not(@role)]">
      <datafield tag="034" ind1="0" ind2=" ">
        <subfield code="a">a</subfield>
        <subfield code="d">
          <xsl:value-of select="@longitude"/>
        </subfield>
        <subfield code="e">
          <xsl:value-of select="@longitude"/>
        </subfield>
        <subfield code="f">
          <xsl:value-of select="@latitude"/>
        </subfield>
        <subfield code="g">
          <xsl:value-of select="@latitude"/>
        </subfield>
      </datafield>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="languages">
    <xsl:if test="v:property[@name = 'language']">
      <datafield tag="041" ind1=" " ind2=" ">
        <xsl:for-each select="v:property[@name = 'language']">
          <subfield code="a">
            <xsl:call-template name="marc-language">
              <xsl:with-param name="of" select="."/>
            </xsl:call-template>
          </subfield>
        </xsl:for-each>
      </datafield>
    </xsl:if>
  </xsl:template>

  <xsl:template match="v:property" mode="agent">
    <xsl:param name="hundreds"/>
    <xsl:variable name="is-inverted" select="contains(., ', ')"/>
    <xsl:variable name="tag">
      <xsl:choose>
        <xsl:when test="$is-inverted">
          <xsl:value-of select="concat($hundreds, '00')"/>
        </xsl:when>
        <xsl:otherwise>720</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <datafield tag="{$tag}" ind1="{substring(' 1', 1 + $is-inverted, 1)}" ind2=" ">
      <subfield code="a">
        <xsl:call-template name="words"/>
      </subfield>
      <xsl:if test="starts-with(@uri, 'http') and . != '' and $is-inverted">
        <subfield code="0">
          <xsl:value-of select="@uri"/>
        </subfield>
      </xsl:if>
      <xsl:if test="@role">
        <subfield code="4">
          <xsl:value-of select="@role"/>
        </subfield>
      </xsl:if>
    </datafield>
  </xsl:template>

  <xsl:template name="titles">
    <datafield tag="245" ind1="{number(boolean(v:property[@name = 'creator'][contains(., ', ')]))}" ind2="0">
      <subfield code="a">
        <xsl:for-each select="v:property[@name = 'title'][1]">
          <xsl:call-template name="words"/>
        </xsl:for-each>
        <xsl:if test="not(v:property[@name = 'title'])">
          <xsl:value-of select="concat('[', @identifier, ']')"/>
        </xsl:if>
      </subfield>
    </datafield>
    <xsl:for-each select="v:property[@name = 'title'][position() &gt; 1]">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'246'"/>
        <xsl:with-param name="ind1" select="'3'"/>
        <xsl:with-param name="ind2" select="'1'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'alternative']">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'246'"/>
        <xsl:with-param name="ind1" select="'3'"/>
        <xsl:with-param name="ind2" select="'3'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="imprint">
    <xsl:variable name="published" select="v:property[@name = 'publisher' or @name = 'issued'] | v:property[@name = 'spatial'][@role = 'pup']"/>
    <xsl:variable name="made" select="v:property[@name = 'created' or @name = 'date'] | v:property[@name = 'spatial'][@role][not(@role = 'pup')]"/>
    <xsl:call-template name="imprint-field">
      <xsl:with-param name="ind2" select="'1'"/>
      <xsl:with-param name="of" select="$published"/>
    </xsl:call-template>
    <xsl:call-template name="imprint-field">
      <xsl:with-param name="ind2" select="'0'"/>
      <xsl:with-param name="of" select="$made"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template name="imprint-field">
    <xsl:param name="ind2"/>
    <xsl:param name="of"/>
    <xsl:if test="$of[. != '' or @start or @end]">
      <datafield tag="264" ind1=" " ind2="{$ind2}">
        <xsl:for-each select="$of[@name = 'spatial'][. != '']">
          <subfield code="a">
            <xsl:value-of select="."/>
          </subfield>
        </xsl:for-each>
        <xsl:for-each select="$of[@name = 'publisher']">
          <subfield code="b">
            <xsl:call-template name="words"/>
          </subfield>
        </xsl:for-each>
        <xsl:for-each select="$of[@name = 'issued' or @name = 'created' or @name = 'date']">
          <subfield code="c">
            <xsl:value-of select="."/>
            <xsl:if test=". = ''">
              <xsl:value-of select="concat(@start, '/', @end)"/>
            </xsl:if>
          </subfield>
        </xsl:for-each>
      </datafield>
    </xsl:if>
  </xsl:template>
  <xsl:template name="physical">
    <xsl:for-each select="v:property[@name = 'extent']">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'300'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'medium' or @name = 'format']">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'340'"/>
        <xsl:with-param name="uri-code" select="'0'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:variable name="note-tags" select="'|description=500|source=500|tableOfContents=505|abstract=520|bibliographicCitation=524|provenance=561|rights=540|rightsHolder=542|'"/>
  <xsl:template name="notes">
    <xsl:for-each select="v:property[contains($note-tags, concat('|', @name, '='))]">
      <xsl:sort select="substring-before(substring-after($note-tags, concat('|', @name, '=')), '|')"/>
      <xsl:variable name="tag" select="substring-before(substring-after($note-tags, concat('|', @name, '=')), '|')"/>
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="$tag"/>
        <xsl:with-param name="ind1" select="substring(' 30', 1 + ($tag = '520') + 2 * ($tag = '505'), 1)"/>
        <xsl:with-param name="code" select="substring('ad', 1 + ($tag = '542'), 1)"/>
        <xsl:with-param name="uri-code" select="substring('u', 1, $tag = '540')"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:if test="@rights">
      <datafield tag="540" ind1=" " ind2=" ">
        <subfield code="u">
          <xsl:value-of select="@rights"/>
        </subfield>
      </datafield>
    </xsl:if>
  </xsl:template>

  <xsl:template name="subjects">
    <xsl:for-each select="v:property[@name = 'temporal']">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'648'"/>
        <xsl:with-param name="ind2" select="'4'"/>
        <xsl:with-param name="uri-code" select="'0'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'subject']">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'650'"/>
        <xsl:with-param name="ind2" select="'4'"/>
        <xsl:with-param name="uri-code" select="'0'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'spatial'][not(@role)]">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'651'"/>
        <xsl:with-param name="ind2" select="'4'"/>
        <xsl:with-param name="uri-code" select="'0'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'type']">
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="'655'"/>
        <xsl:with-param name="ind2" select="'4'"/>
        <xsl:with-param name="uri-code" select="'0'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="relations">
    <xsl:for-each select="v:property[@name = 'isPartOf' or @name = 'hasPart' or @name = 'relation']">
      <xsl:sort select="substring-before(substring-after('|isPartOf=773|hasPart=774|relation=787|', concat('|', @name, '=')), '|')"/>
      <xsl:call-template name="field">
        <xsl:with-param name="tag" select="substring-before(substring-after('|isPartOf=773|hasPart=774|relation=787|', concat('|', @name, '=')), '|')"/>
        <xsl:with-param name="ind1" select="'0'"/>
        <xsl:with-param name="code" select="'t'"/>
        <xsl:with-param name="uri-code" select="'o'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="holder">
    <xsl:if test="v:institution/@code or $holder">
      <datafield tag="852" ind1=" " ind2=" ">
        <xsl:call-template name="sub">
          <xsl:with-param name="code" select="'a'"/>
          <xsl:with-param name="value" select="v:institution/@code"/>
        </xsl:call-template>
        <xsl:call-template name="sub">
          <xsl:with-param name="code" select="'b'"/>
          <xsl:with-param name="value" select="$holder"/>
        </xsl:call-template>
      </datafield>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
