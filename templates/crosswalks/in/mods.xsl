<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  MODS 3.x to our description.

  identifier    recordInfo/recordIdentifier, else an identifier (local first); the rest properties
  title         titleInfo; alternative: abbreviated, alternative, uniform; translated: a further title
  title, when there is none of its own: that of the host or series it is a part of, with number and date
  creator, contributor, publisher   name by role; originInfo/publisher
  issued, created, date             originInfo; the plain form as value, the encoded one as start and end
  spatial       subject/geographic, hierarchicalGeographic, cartographics; place of originInfo with its role
  kind, type    typeOfResource, genre            language  language/languageTerm
  extent, medium, format            physicalDescription
  abstract, tableOfContents, description         abstract, tableOfContents, note, edition
  subject, temporal                 subject, classification
  isPartOf, hasPart, source, relation            relatedItem, location/url
  rights        accessCondition (an address, or words)
  institution   location/physicalLocation        file      location/url with access, raw object or preview
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:m="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns="urn:vartai:description:1" exclude-result-prefixes="m xlink">
  <xsl:include href="../lib/object.xsl"/>
  <xsl:include href="../lib/relators.xsl"/>

  <xsl:template match="m:modsCollection" mode="object">
    <xsl:apply-templates select="m:mods[1]" mode="object"/>
  </xsl:template>

  <xsl:template match="m:mods" mode="object">
    <xsl:variable name="own" select="m:identifier[not(@invalid = 'yes')][normalize-space() != '']"/>
    <xsl:variable name="identifier" select="(m:recordInfo/m:recordIdentifier[normalize-space() != ''][1]
        | $own[not(../m:recordInfo/m:recordIdentifier[normalize-space() != ''])][@type = 'local' or not(@type)][1]
        | $own[not(../m:recordInfo/m:recordIdentifier[normalize-space() != ''])][not($own[@type = 'local' or not(@type)])]
            [not(contains('|isbn|issn|ismn|', concat('|', @type, '|')))][1])[1]"/>
    <object language="{(m:language/m:languageTerm[@type = 'code'] | m:language[not(m:languageTerm[@type = 'code'])]/m:languageTerm)[1]}">
      <xsl:attribute name="identifier">
        <xsl:call-template name="last-segment">
          <xsl:with-param name="of" select="normalize-space($identifier)"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:attribute name="kind">
        <xsl:apply-templates select="m:typeOfResource[normalize-space() != ''][1]" mode="kind"/>
      </xsl:attribute>
      <xsl:attribute name="rights">
        <xsl:call-template name="rights"/>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="m:titleInfo/m:title[normalize-space() != '']">
          <xsl:apply-templates select="m:titleInfo"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates select="(m:relatedItem[@type = 'host' or @type = 'series'][m:titleInfo/m:title[normalize-space() != '']])[1]" mode="title"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates select="m:name"/>
      <xsl:apply-templates select="m:originInfo"/>
      <xsl:apply-templates select="m:typeOfResource | m:genre | m:language | m:physicalDescription"/>
      <xsl:apply-templates select="m:abstract | m:tableOfContents | m:note | m:part"/>
      <xsl:apply-templates select="m:subject | m:classification"/>
      <xsl:apply-templates select="m:relatedItem"/>
      <xsl:apply-templates select="m:identifier[not(@invalid = 'yes')]"/>
      <xsl:apply-templates select="m:accessCondition | m:location"/>
    </object>
  </xsl:template>

  <xsl:template match="text()"/>
  <xsl:template match="text()" mode="kind"/>

  <xsl:template name="tongue">
    <xsl:choose>
      <xsl:when test="ancestor-or-self::*[@xml:lang]">
        <xsl:call-template name="lang"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="(ancestor-or-self::*[@lang][1])/@lang"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- an authority's address: valueURI, or the content of an identifier -->
  <xsl:template name="value-uri">
    <xsl:call-template name="first-authority">
      <xsl:with-param name="values" select="@valueURI | m:nameIdentifier | @xlink:href"/>
    </xsl:call-template>
  </xsl:template>
  <!-- a property with the element's text, language and authority -->
  <xsl:template name="as">
    <xsl:param name="name"/>
    <property name="{$name}">
      <xsl:attribute name="xml:lang">
        <xsl:call-template name="tongue"/>
      </xsl:attribute>
      <xsl:attribute name="uri">
        <xsl:call-template name="value-uri"/>
      </xsl:attribute>
      <xsl:value-of select="normalize-space()"/>
    </property>
  </xsl:template>

  <!-- titleInfo -->
  <xsl:template match="m:titleInfo">
    <property>
      <xsl:attribute name="name">
        <xsl:choose>
          <xsl:when test="@type = 'abbreviated' or @type = 'alternative' or @type = 'uniform'">alternative</xsl:when>
          <xsl:otherwise>title</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="xml:lang">
        <xsl:call-template name="tongue"/>
      </xsl:attribute>
      <xsl:call-template name="title"/>
    </property>
  </xsl:template>
  <xsl:template name="title">
    <xsl:if test="m:title[normalize-space() != '']">
      <xsl:for-each select="m:nonSort[normalize-space() != ''][1]">
        <xsl:value-of select="normalize-space()"/>
        <xsl:if test="translate(substring(normalize-space(), string-length(normalize-space())), &quot;'’-&quot;, '') != ''">
          <xsl:text> </xsl:text>
        </xsl:if>
      </xsl:for-each>
      <xsl:value-of select="normalize-space(m:title[normalize-space() != ''][1])"/>
      <xsl:for-each select="(m:subTitle | m:subtitle)[normalize-space() != '']">
        <xsl:value-of select="concat(' : ', normalize-space())"/>
      </xsl:for-each>
      <xsl:for-each select="m:partNumber[normalize-space() != '']">
        <xsl:value-of select="concat('. ', normalize-space())"/>
      </xsl:for-each>
      <xsl:for-each select="m:partName[normalize-space() != '']">
        <xsl:choose>
          <xsl:when test="../m:partNumber[normalize-space() != '']">, </xsl:when>
          <xsl:otherwise>. </xsl:otherwise>
        </xsl:choose>
        <xsl:value-of select="normalize-space()"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>
  <xsl:template match="m:relatedItem" mode="title">
    <property name="title">
      <xsl:attribute name="xml:lang">
        <xsl:for-each select="m:titleInfo[1]">
          <xsl:call-template name="tongue"/>
        </xsl:for-each>
      </xsl:attribute>
      <xsl:for-each select="m:titleInfo[m:title[normalize-space() != '']][1]">
        <xsl:call-template name="title"/>
      </xsl:for-each>
      <xsl:for-each select="(m:part | ../m:part)[1]">
        <xsl:call-template name="part"/>
      </xsl:for-each>
      <xsl:if test="not((m:part | ../m:part)[m:date])">
        <xsl:for-each select="../m:originInfo/m:dateIssued[1][normalize-space() != '' and current()/@type = 'host']">
          <xsl:value-of select="concat(', ', normalize-space())"/>
        </xsl:for-each>
      </xsl:if>
    </property>
  </xsl:template>
  <!-- ", t. 56, nr. 27, 1935-08-02, p. 3-5" -->
  <xsl:template name="part">
    <xsl:for-each select="m:detail[@type = 'volume' or @type = 'issue' or @type = 'part' or @type = 'number' or @type = 'chapter']">
      <xsl:variable name="text" select="normalize-space((m:number | m:title)[normalize-space() != ''][1])"/>
      <xsl:if test="$text != ''">
        <xsl:text>, </xsl:text>
        <xsl:choose>
          <xsl:when test="m:caption[normalize-space() != '']">
            <xsl:value-of select="concat(normalize-space(m:caption), ' ')"/>
          </xsl:when>
          <xsl:when test="translate($text, '0123456789', '') != ''"/>
          <xsl:when test="@type = 'volume'">t. </xsl:when>
          <xsl:when test="@type = 'issue' or @type = 'number'">nr. </xsl:when>
        </xsl:choose>
        <xsl:value-of select="$text"/>
      </xsl:if>
    </xsl:for-each>
    <xsl:for-each select="m:date[normalize-space() != ''][1]">
      <xsl:value-of select="concat(', ', normalize-space())"/>
    </xsl:for-each>
    <xsl:for-each select="m:extent[starts-with(@unit, 'page')][m:start][1]">
      <xsl:value-of select="concat(', p. ', normalize-space(m:start))"/>
      <xsl:if test="m:end[normalize-space() != normalize-space(../m:start)]">
        <xsl:value-of select="concat('–', normalize-space(m:end))"/>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- name -->
  <xsl:template match="m:name">
    <xsl:variable name="code">
      <xsl:call-template name="relator">
        <xsl:with-param name="value" select="(m:role/m:roleTerm[@type = 'code' and normalize-space() != ''])[1]"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="role">
      <xsl:choose>
        <xsl:when test="$code != ''">
          <xsl:value-of select="$code"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="relator">
            <xsl:with-param name="value" select="(m:role/m:roleTerm[normalize-space() != '']
                | m:role[not(m:roleTerm)]/text()[normalize-space() != ''] | m:role/m:roleTerm/@valueURI)[1]"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <property role="{$role}">
      <xsl:attribute name="name">
        <xsl:call-template name="agent-name">
          <xsl:with-param name="role" select="$role"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:attribute name="uri">
        <xsl:call-template name="value-uri"/>
      </xsl:attribute>
      <xsl:call-template name="person"/>
    </property>
  </xsl:template>
  <xsl:template name="person">
    <xsl:variable name="family" select="m:namePart[@type = 'family'][normalize-space() != '']"/>
    <xsl:variable name="given" select="m:namePart[@type = 'given'][normalize-space() != '']"/>
    <xsl:variable name="plain" select="m:namePart[not(@type)][normalize-space() != '']"/>
    <xsl:choose>
      <xsl:when test="$family">
        <xsl:value-of select="normalize-space($family[1])"/>
        <xsl:for-each select="$given">
          <xsl:if test="position() = 1">,</xsl:if>
          <xsl:value-of select="concat(' ', normalize-space())"/>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test="$plain">
        <xsl:for-each select="$plain">
          <xsl:if test="position() &gt; 1">
            <xsl:choose>
              <xsl:when test="../@type = 'corporate'">. </xsl:when>
              <xsl:otherwise>, </xsl:otherwise>
            </xsl:choose>
          </xsl:if>
          <xsl:value-of select="normalize-space()"/>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test="m:displayForm[normalize-space() != '']">
        <xsl:value-of select="normalize-space(m:displayForm[1])"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="normalize-space($given[1])"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select="m:namePart[@type = 'termsOfAddress' or @type = 'date'][normalize-space() != '']">
      <xsl:value-of select="concat(', ', normalize-space())"/>
    </xsl:for-each>
  </xsl:template>

  <!-- originInfo: the making of the thing, not of its digital copy -->
  <xsl:template match="m:originInfo">
    <xsl:variable name="is-copy" select="@eventType = 'digitization' or m:dateCaptured and not(m:dateIssued or m:dateCreated)"/>
    <xsl:if test="not($is-copy)">
      <xsl:for-each select="m:publisher | m:agent[m:role/m:roleTerm = 'pbl' or m:role/m:roleTerm = 'publisher']/m:namePart">
        <xsl:call-template name="as">
          <xsl:with-param name="name" select="'publisher'"/>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:for-each select="m:place">
        <xsl:variable name="term" select="(m:placeTerm[not(@type = 'code')][normalize-space() != ''])[1]"/>
        <property name="spatial">
          <xsl:attribute name="role">
            <xsl:choose>
              <xsl:when test="../@eventType = 'production' or ../m:dateCreated and not(../m:dateIssued)">prp</xsl:when>
              <xsl:when test="../@eventType = 'manufacture'">mfp</xsl:when>
              <xsl:otherwise>pup</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <xsl:for-each select="$term">
            <xsl:attribute name="xml:lang">
              <xsl:call-template name="tongue"/>
            </xsl:attribute>
            <xsl:attribute name="uri">
              <xsl:call-template name="value-uri"/>
            </xsl:attribute>
            <xsl:if test="not(translate(translate(normalize-space(), 'SLNO', 'slno'), '[] .', '') = 'sl')">
              <xsl:value-of select="translate(normalize-space(), '[]', '')"/>
            </xsl:if>
          </xsl:for-each>
        </property>
      </xsl:for-each>
      <xsl:call-template name="date">
        <xsl:with-param name="name" select="'issued'"/>
        <xsl:with-param name="dates" select="m:dateIssued"/>
      </xsl:call-template>
      <xsl:call-template name="date">
        <xsl:with-param name="name" select="'created'"/>
        <xsl:with-param name="dates" select="m:dateCreated"/>
      </xsl:call-template>
      <xsl:if test="not(m:dateIssued[normalize-space() != ''] or m:dateCreated[normalize-space() != ''])">
        <xsl:call-template name="date">
          <xsl:with-param name="name" select="'date'"/>
          <xsl:with-param name="dates" select="m:copyrightDate | m:dateOther[not(m:copyrightDate)]"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:for-each select="m:edition | m:displayEdition | m:frequency">
        <xsl:call-template name="as">
          <xsl:with-param name="name" select="'description'"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>
  <xsl:template name="date">
    <xsl:param name="name"/>
    <xsl:param name="dates"/>
    <xsl:variable name="real" select="$dates[normalize-space() != '']"/>
    <xsl:variable name="plain" select="$real[not(@encoding) and not(@point)]"/>
    <xsl:variable name="coded" select="$real[@encoding or @point]"/>
    <xsl:variable name="start" select="normalize-space(($coded[@point = 'start'] | $coded[not(@point)][not($coded[@point])])[1])"/>
    <xsl:variable name="end" select="normalize-space($coded[@point = 'end'][1])"/>
    <xsl:if test="$real">
      <property name="{$name}">
        <!-- encoded days and years go with plain words; vt_normalise checks them -->
        <xsl:if test="$plain and $start != ''">
          <xsl:attribute name="start">
            <xsl:value-of select="$start"/>
          </xsl:attribute>
          <xsl:attribute name="end">
            <xsl:choose>
              <xsl:when test="$end != ''">
                <xsl:value-of select="$end"/>
              </xsl:when>
              <xsl:when test="not($coded[@point = 'start'])">
                <xsl:value-of select="$start"/>
              </xsl:when>
            </xsl:choose>
          </xsl:attribute>
        </xsl:if>
        <xsl:choose>
          <xsl:when test="$plain">
            <xsl:apply-templates select="$plain[1]" mode="date"/>
          </xsl:when>
          <xsl:when test="$coded[@point]">
            <xsl:apply-templates select="$coded[@point = 'start'][1]" mode="date"/>
            <xsl:text>/</xsl:text>
            <xsl:choose>
              <xsl:when test="$end != ''">
                <xsl:apply-templates select="$coded[@point = 'end'][1]" mode="date"/>
              </xsl:when>
              <xsl:otherwise>..</xsl:otherwise>
            </xsl:choose>
          </xsl:when>
          <xsl:otherwise>
            <xsl:apply-templates select="$coded[1]" mode="date"/>
          </xsl:otherwise>
        </xsl:choose>
      </property>
    </xsl:if>
  </xsl:template>
  <xsl:template match="*" mode="date">
    <xsl:value-of select="normalize-space()"/>
    <xsl:if test="@encoding and not(contains(translate(., '~?[', '???'), '?'))">
      <xsl:choose>
        <xsl:when test="@qualifier = 'approximate'">~</xsl:when>
        <xsl:when test="@qualifier = 'questionable' or @qualifier = 'inferred'">?</xsl:when>
      </xsl:choose>
    </xsl:if>
  </xsl:template>

  <!-- typeOfResource, genre, language, physicalDescription -->
  <xsl:template match="m:typeOfResource" mode="kind">
    <xsl:choose>
      <xsl:when test="contains('|text|notated music|', concat('|', normalize-space(), '|'))">TEXT</xsl:when>
      <xsl:when test="contains('|still image|cartographic|', concat('|', normalize-space(), '|'))">IMAGE</xsl:when>
      <xsl:when test="starts-with(normalize-space(), 'sound recording')">SOUND</xsl:when>
      <xsl:when test="normalize-space() = 'moving image'">VIDEO</xsl:when>
      <xsl:when test="normalize-space() = 'three dimensional object'">IMAGE</xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="m:typeOfResource">
    <xsl:if test="not(../m:genre[normalize-space() != ''])">
      <property name="type" xml:lang="en">
        <xsl:value-of select="normalize-space()"/>
      </property>
    </xsl:if>
  </xsl:template>
  <xsl:template match="m:genre">
    <xsl:call-template name="as">
      <xsl:with-param name="name" select="'type'"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="m:language">
    <property name="language">
      <xsl:value-of select="normalize-space((m:languageTerm[@type = 'code'] | m:languageTerm[not(../m:languageTerm[@type = 'code'])])[1])"/>
    </property>
  </xsl:template>
  <xsl:template match="m:physicalDescription">
    <xsl:for-each select="m:extent">
      <xsl:call-template name="as">
        <xsl:with-param name="name" select="'extent'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="m:form">
      <xsl:call-template name="as">
        <xsl:with-param name="name" select="'medium'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="m:internetMediaType">
      <xsl:call-template name="as">
        <xsl:with-param name="name" select="'format'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="m:note">
      <xsl:call-template name="as">
        <xsl:with-param name="name" select="'description'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- abstract, tableOfContents, note, part -->
  <xsl:template match="m:abstract">
    <xsl:call-template name="as">
      <xsl:with-param name="name" select="'abstract'"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="m:tableOfContents">
    <xsl:call-template name="as">
      <xsl:with-param name="name" select="'tableOfContents'"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="m:note">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@type = 'ownership' or @type = 'acquisition' or @type = 'provenance'">provenance</xsl:when>
        <xsl:when test="@type = 'preferred citation' or @type = 'citation/reference'">bibliographicCitation</xsl:when>
        <xsl:otherwise>description</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <!-- what the newspaper programme's METS says of its own making -->
    <xsl:if test="not(starts-with(@type, 'noteAbout') or starts-with(@type, 'agencyResponsible'))">
      <xsl:call-template name="as">
        <xsl:with-param name="name" select="$name"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
  <xsl:template match="m:part">
    <xsl:if test="m:date[normalize-space() != ''] and not(../m:originInfo/m:dateIssued[normalize-space() != ''])">
      <property name="issued">
        <xsl:value-of select="normalize-space(m:date[1])"/>
      </property>
    </xsl:if>
  </xsl:template>

  <!-- subject, classification -->
  <xsl:template match="m:subject">
    <xsl:variable name="terms" select="*[self::m:topic or self::m:geographic or self::m:temporal or self::m:titleInfo
        or self::m:name or self::m:genre or self::m:occupation][normalize-space() != '']"/>
    <!-- a single term may say its language itself -->
    <xsl:variable name="tongue">
      <xsl:for-each select="self::*[count($terms) != 1] | $terms[count($terms) = 1]">
        <xsl:call-template name="tongue"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:if test="$terms[not(self::m:geographic or self::m:temporal)] or count($terms) &gt; 1 or (not(*) and normalize-space() != '')">
      <property name="subject" xml:lang="{$tongue}">
        <xsl:attribute name="uri">
          <xsl:call-template name="first-authority">
            <xsl:with-param name="values" select="@valueURI | $terms[count($terms) = 1]/@valueURI | $terms[count($terms) = 1]/m:nameIdentifier"/>
          </xsl:call-template>
        </xsl:attribute>
        <xsl:for-each select="$terms">
          <xsl:if test="position() &gt; 1"> – </xsl:if>
          <xsl:choose>
            <xsl:when test="self::m:name">
              <xsl:call-template name="person"/>
            </xsl:when>
            <xsl:when test="self::m:titleInfo">
              <xsl:call-template name="title"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="normalize-space()"/>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
        <xsl:if test="not(*)">
          <xsl:value-of select="normalize-space()"/>
        </xsl:if>
      </property>
    </xsl:if>
    <xsl:for-each select="m:temporal[normalize-space() != '']">
      <xsl:call-template name="as">
        <xsl:with-param name="name" select="'temporal'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:variable name="spot" select="translate(normalize-space(m:cartographics/m:coordinates[1]), ',;', '  ')"/>
    <xsl:variable name="latitude" select="number(substring-before(normalize-space($spot), ' '))"/>
    <xsl:variable name="longitude" select="number(substring-after(normalize-space($spot), ' '))"/>
    <xsl:variable name="is-spot" select="string($latitude) != 'NaN' and string($longitude) != 'NaN'"/>
    <xsl:for-each select="m:geographic[normalize-space() != ''] | m:hierarchicalGeographic">
      <property name="spatial" xml:lang="{$tongue}">
        <xsl:attribute name="uri">
          <xsl:call-template name="value-uri"/>
        </xsl:attribute>
        <xsl:if test="$is-spot and position() = 1">
          <xsl:attribute name="latitude">
            <xsl:value-of select="$latitude"/>
          </xsl:attribute>
          <xsl:attribute name="longitude">
            <xsl:value-of select="$longitude"/>
          </xsl:attribute>
        </xsl:if>
        <xsl:choose>
          <xsl:when test="self::m:geographic">
            <xsl:value-of select="normalize-space()"/>
          </xsl:when>
          <xsl:otherwise>
            <!-- from the smallest up -->
            <xsl:for-each select="*[normalize-space() != '']">
              <xsl:sort select="position()" data-type="number" order="descending"/>
              <xsl:if test="position() &gt; 1">, </xsl:if>
              <xsl:value-of select="normalize-space()"/>
            </xsl:for-each>
          </xsl:otherwise>
        </xsl:choose>
      </property>
    </xsl:for-each>
    <xsl:if test="$is-spot and not(m:geographic[normalize-space() != ''] | m:hierarchicalGeographic)">
      <property name="spatial" latitude="{$latitude}" longitude="{$longitude}">
        <xsl:value-of select="concat($latitude, ' ', $longitude)"/>
      </property>
    </xsl:if>
    <xsl:for-each select="m:cartographics/m:scale | m:cartographics/m:projection | m:cartographics/m:coordinates[not($is-spot)]">
      <xsl:call-template name="as">
        <xsl:with-param name="name" select="'description'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="m:classification">
    <property name="subject">
      <xsl:attribute name="uri">
        <xsl:call-template name="value-uri"/>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="@authority = 'udc'">UDK </xsl:when>
        <xsl:when test="@authority = 'ddc'">DDC </xsl:when>
        <xsl:when test="@authority = 'lcc'">LCC </xsl:when>
      </xsl:choose>
      <xsl:if test="normalize-space() != ''">
        <xsl:value-of select="normalize-space()"/>
      </xsl:if>
    </property>
  </xsl:template>

  <!-- relatedItem -->
  <xsl:template match="m:relatedItem">
    <property>
      <xsl:attribute name="name">
        <xsl:choose>
          <xsl:when test="@type = 'host' or @type = 'series'">isPartOf</xsl:when>
          <xsl:when test="@type = 'constituent'">hasPart</xsl:when>
          <xsl:when test="@type = 'original'">source</xsl:when>
          <xsl:otherwise>relation</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="xml:lang">
        <xsl:for-each select="m:titleInfo[1]">
          <xsl:call-template name="tongue"/>
        </xsl:for-each>
      </xsl:attribute>
      <xsl:attribute name="uri">
        <xsl:call-template name="first-authority">
          <xsl:with-param name="values" select="@xlink:href | m:identifier[starts-with(normalize-space(), 'http')] | m:location/m:url"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:for-each select="m:titleInfo[m:title[normalize-space() != '']][1]">
        <xsl:call-template name="title"/>
      </xsl:for-each>
      <xsl:if test="not(m:titleInfo/m:title[normalize-space() != ''])">
        <xsl:for-each select="m:identifier[normalize-space() != '' and not(starts-with(normalize-space(), 'http'))][1]">
          <xsl:call-template name="identifier"/>
        </xsl:for-each>
      </xsl:if>
      <!-- A newspaper's issue may name its title by a number alone. -->
      <xsl:if test="m:titleInfo/m:title[normalize-space() != ''] | m:identifier[normalize-space() != '' and not(starts-with(normalize-space(), 'http'))]">
        <xsl:for-each select="m:part[1]">
          <xsl:call-template name="part"/>
        </xsl:for-each>
      </xsl:if>
    </property>
  </xsl:template>

  <!-- identifier -->
  <xsl:template match="m:identifier">
    <property name="identifier">
      <xsl:attribute name="uri">
        <xsl:variable name="v" select="normalize-space()"/>
        <xsl:choose>
          <xsl:when test="starts-with($v, 'http://') or starts-with($v, 'https://')">
            <xsl:value-of select="$v"/>
          </xsl:when>
          <xsl:when test="@type = 'doi'">
            <xsl:value-of select="concat('https://doi.org/', $v)"/>
          </xsl:when>
          <xsl:when test="@type = 'hdl' or @type = 'handle'">
            <xsl:value-of select="concat('http://hdl.handle.net/', $v)"/>
          </xsl:when>
        </xsl:choose>
      </xsl:attribute>
      <xsl:call-template name="identifier"/>
    </property>
  </xsl:template>
  <xsl:template name="identifier">
    <xsl:if test="normalize-space() != ''">
      <xsl:if test="contains('|isbn|issn|ismn|oclc|lccn|', concat('|', translate(@type, $upper, $lower), '|')) and @type">
        <xsl:value-of select="concat(translate(@type, $lower, $upper), ' ')"/>
      </xsl:if>
      <xsl:value-of select="normalize-space()"/>
    </xsl:if>
  </xsl:template>

  <!-- accessCondition, location -->
  <xsl:template name="rights">
    <xsl:variable name="said" select="m:accessCondition/@xlink:href | m:accessCondition/@valueURI
        | m:accessCondition/text()[starts-with(normalize-space(), 'http')]"/>
    <xsl:value-of select="normalize-space(($said[contains(., 'creativecommons.org/') or contains(., 'rightsstatements.org/')]
        | $said[not($said[contains(., 'creativecommons.org/') or contains(., 'rightsstatements.org/')])][../@type = 'use and reproduction' or ../../@type = 'use and reproduction'])[1])"/>
  </xsl:template>
  <xsl:template match="m:accessCondition">
    <xsl:if test="not(starts-with(normalize-space(), 'http'))">
      <property name="rights" uri="{@xlink:href[contains(., 'creativecommons.org/') or contains(., 'rightsstatements.org/')]}">
        <xsl:attribute name="xml:lang">
          <xsl:call-template name="tongue"/>
        </xsl:attribute>
        <xsl:value-of select="normalize-space()"/>
      </property>
    </xsl:if>
  </xsl:template>
  <xsl:template match="m:location">
    <xsl:for-each select="m:physicalLocation[not(preceding::m:physicalLocation)]">
      <institution>
        <xsl:attribute name="uri">
          <xsl:call-template name="value-uri"/>
        </xsl:attribute>
        <xsl:choose>
          <xsl:when test="@authority = 'marcorg' or @authority = 'isil' or @authority = 'oclcorg'">
            <xsl:attribute name="code">
              <xsl:value-of select="normalize-space()"/>
            </xsl:attribute>
            <xsl:value-of select="normalize-space(@displayLabel)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:attribute name="xml:lang">
              <xsl:call-template name="tongue"/>
            </xsl:attribute>
            <xsl:value-of select="normalize-space()"/>
          </xsl:otherwise>
        </xsl:choose>
      </institution>
    </xsl:for-each>
    <xsl:for-each select="m:shelfLocator | m:holdingSimple/m:copyInformation/m:shelfLocator">
      <property name="identifier">
        <xsl:value-of select="normalize-space()"/>
      </property>
    </xsl:for-each>
    <xsl:for-each select="m:url[normalize-space() != '']">
      <xsl:variable name="use">
        <xsl:call-template name="file-use">
          <xsl:with-param name="href" select="normalize-space()"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:choose>
        <xsl:when test="@access = 'preview'">
          <file href="{normalize-space()}" use="thumbnail"/>
        </xsl:when>
        <xsl:when test="@access = 'raw object' or $use = 'image' or $use = 'file'">
          <xsl:call-template name="file">
            <xsl:with-param name="href" select="normalize-space()"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <property name="source" uri="{normalize-space()}">
            <xsl:value-of select="@displayLabel"/>
          </property>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
