<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Our description to EDM, Europeana's external profile, in the order that EDM.xsd fixes.

  The source: as in oai_dc.xsl; the parameters: as in lib/out.xsl.  The addresses, which stay:
    edm:ProvidedCHO   {base}/objects/{id}#cho           ore:Aggregation  {base}/objects/{id}#aggregation
    edm:WebResource   {base}/iiif/3/{image}/full/max/0/default.jpg, of each image when images are open
                      {base}/files/{id}/{name}, of each file that is the object itself: sound of a SOUND, film of
                      a VIDEO, model of a 3D, PDF of a TEXT (beside images only one of all pages); where there
                      are images, too, it comes first but for a PDF
    svcs:Service      {base}/iiif/3/{image}
    edm:Agent, edm:Place, skos:Concept, edm:TimeSpan   the authority's address; where there is none, a place
                      with coordinates is {base}/objects/{id}#place-{latitude}_{longitude}, a time with both
                      ends {base}/objects/{id}#time-{start}_{end}

  A property whose address is http(s) becomes a link to it, with its labels in the class; one without
  stays words with their language.  One address is one class: of an agent where it is a creator's,
  contributor's or publisher's, of a place where it is a place's, else what the authority's own
  address says, else a concept.  An agent without address whose life dates stand behind the name
  ("…, 1882-1954", "… (1882-1954)") is {base}/objects/{id}#agent-{number}.  What EDM's rules want and the object lacks
  is not made up here: rules.c looks at the result.

  dcterms:spatial is what the thing is about or shows.  Where it was published or made (a place with a
  role) is edm:hasMet where the place has an address, and nothing where it is words only: EDM has no
  element for it.

  Words whose language the source does not say: a title is in the object's language where that is
  one; what a thing is called in English only (MODS' and DCMI's words) is in English; other words
  are in context/@language, the library's own.  Numbers, dates in digits, media types
  and identifiers are in none.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:exsl="http://exslt.org/common" xmlns:v="urn:vartai:description:1" xmlns:c="urn:vartai:crosswalk:1"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:edm="http://www.europeana.eu/schemas/edm/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
    xmlns:ore="http://www.openarchives.org/ore/terms/" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
    xmlns:svcs="http://rdfs.org/sioc/services#" xmlns:doap="http://usefulinc.com/ns/doap#"
    xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:wgs84="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    exclude-result-prefixes="exsl v c">
  <c:format ns="http://www.europeana.eu/schemas/edm/" schema="http://www.europeana.eu/schemas/edm/EDM.xsd"/>

  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>
  <xsl:include href="../lib/out.xsl"/>
  <xsl:variable name="cho" select="concat($page, '#cho')"/>
  <xsl:variable name="languages" select="$object/v:property[@name = 'language'] | $object/@language[not($object/v:property[@name = 'language'])]"/>
  <xsl:variable name="our-language" select="string($object/v:context/@language)"/>

  <xsl:key name="by-uri" match="v:property" use="@uri"/>
  <xsl:key name="by-spot" match="v:property[@latitude]" use="concat(@latitude, '_', @longitude)"/>
  <xsl:key name="by-span" match="v:property[@start and @end]" use="concat(@start, '_', @end)"/>
  <!-- without its scheme, which authorities have changed -->
  <xsl:key name="matches" match="v:property[@name = 'exactMatch'][starts-with(@uri, 'http')]" use="substring-after(., '://')"/>
  <xsl:key name="by-words" match="v:property[not(@uri)]" use="."/>
  <xsl:key name="same" match="*" use="concat(name(), '|', ., '|', @xml:lang, '|', @rdf:resource)"/>

  <xsl:template match="/v:object">
    <rdf:RDF xsi:schemaLocation="http://www.w3.org/1999/02/22-rdf-syntax-ns# http://www.europeana.eu/schemas/edm/EDM.xsd">
      <xsl:call-template name="provided"/>
      <xsl:apply-templates select="$images | $media" mode="resource"/>
      <xsl:call-template name="contexts"/>
      <xsl:call-template name="aggregation"/>
      <xsl:apply-templates select="$images" mode="service"/>
    </rdf:RDF>
  </xsl:template>

  <!-- What shows the object: images, and files of its own kind; $shown is the first. -->
  <xsl:variable name="files" select="$object/v:file[$object/v:context/@text = 'open'][starts-with(@type, substring-before(substring-after(
      '|SOUND audio/|VIDEO video/|3D model/|TEXT application/pdf|', concat('|', $object/@kind, ' ')), '|'))][$object/@kind != '' and $object/@kind != 'IMAGE']"/>
  <xsl:variable name="leads" select="$object/@kind != 'TEXT' or not($images)"/>
  <xsl:variable name="media" select="$files[$leads or count($files) = 1][$views = 'all' or $views = 'first' and $leads and position() = 1]"/>
  <xsl:variable name="shown" select="($media[$leads] | $images[not($leads and $media)])[1]"/>

  <!-- edm:ProvidedCHO: dc and dcterms in any order, edm:type last; repetitions go -->
  <xsl:template name="provided">
    <xsl:variable name="draft">
      <xsl:apply-templates select="v:property" mode="provided"/>
      <dc:identifier>
        <xsl:value-of select="@identifier"/>
      </dc:identifier>
      <xsl:if test="@language and not(v:property[@name = 'language'])">
        <dc:language>
          <xsl:value-of select="@language"/>
        </dc:language>
      </xsl:if>
    </xsl:variable>
    <edm:ProvidedCHO rdf:about="{$cho}">
      <xsl:for-each select="exsl:node-set($draft)/*[. != '' or @rdf:resource != '']">
        <xsl:sort select="name()"/>
        <xsl:if test="generate-id() = generate-id(key('same', concat(name(), '|', ., '|', @xml:lang, '|', @rdf:resource))[1])">
          <xsl:element name="{name()}">
            <xsl:copy-of select="@xml:lang[. != ''] | @rdf:resource"/>
            <xsl:value-of select="."/>
          </xsl:element>
        </xsl:if>
      </xsl:for-each>
      <edm:type>
        <xsl:value-of select="@kind"/>
      </edm:type>
    </edm:ProvidedCHO>
  </xsl:template>

  <!-- Our names and EDM's; literal: EDM has no link there. -->
  <xsl:variable name="terms">
    <xsl:text>|creator=dc:creator|contributor=dc:contributor|publisher=dc:publisher|description=dc:description</xsl:text>
    <xsl:text>|abstract=dc:description|subject=dc:subject|type=dc:type|format=dc:format|source=dc:source</xsl:text>
    <xsl:text>|relation=dc:relation|rights=dc:rights|rightsHolder=dc:rights|date=dc:date|created=dcterms:created</xsl:text>
    <xsl:text>|issued=dcterms:issued|extent=dcterms:extent|medium=dcterms:medium|isPartOf=dcterms:isPartOf</xsl:text>
    <xsl:text>|hasPart=dcterms:hasPart|spatial=dcterms:spatial|temporal=dcterms:temporal</xsl:text>
    <xsl:text>|provenance=dcterms:provenance|tableOfContents=dcterms:tableOfContents</xsl:text>
    <xsl:text>|bibliographicCitation=dc:source|</xsl:text>
  </xsl:variable>
  <xsl:variable name="literals" select="'|title=dc:title|alternative=dcterms:alternative|language=dc:language|identifier=dc:identifier|'"/>

  <xsl:template match="v:property" mode="provided">
    <xsl:variable name="key" select="concat('|', @name, '=')"/>
    <xsl:choose>
      <xsl:when test="@name = 'spatial' and @role">
        <xsl:call-template name="met"/>
      </xsl:when>
      <xsl:when test="contains($literals, $key)">
        <xsl:call-template name="literal">
          <xsl:with-param name="as" select="substring-before(substring-after($literals, $key), '|')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="contains($terms, $key)">
        <xsl:call-template name="link-or-words">
          <xsl:with-param name="as" select="substring-before(substring-after($terms, $key), '|')"/>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="literal">
    <xsl:param name="as"/>
    <xsl:element name="{$as}">
      <xsl:call-template name="language"/>
      <xsl:choose>
        <xsl:when test=". != ''">
          <xsl:value-of select="."/>
        </xsl:when>
        <xsl:when test="@name = 'identifier'">
          <xsl:value-of select="@uri"/>
        </xsl:when>
      </xsl:choose>
    </xsl:element>
  </xsl:template>
  <xsl:template name="link-or-words">
    <xsl:param name="as"/>
    <xsl:variable name="about">
      <xsl:call-template name="about"/>
    </xsl:variable>
    <xsl:if test="$about != ''">
      <xsl:element name="{$as}">
        <xsl:attribute name="rdf:resource">
          <xsl:value-of select="$about"/>
        </xsl:attribute>
      </xsl:element>
    </xsl:if>
    <!-- the words, where no class will carry them; a date's always, since Europeana reads dates in words -->
    <xsl:if test=". != '' and ($about = '' or contains('|relation|source|rights|isPartOf|hasPart|date|created|issued|', concat('|', @name, '|')))">
      <xsl:element name="{$as}">
        <xsl:call-template name="language"/>
        <xsl:value-of select="."/>
      </xsl:element>
    </xsl:if>
  </xsl:template>
  <xsl:template name="met">
    <xsl:variable name="about">
      <xsl:call-template name="about"/>
    </xsl:variable>
    <xsl:if test="$about != ''">
      <edm:hasMet rdf:resource="{$about}"/>
    </xsl:if>
  </xsl:template>

  <!-- The language of a property's words, as an attribute where there is one. -->
  <xsl:template name="language">
    <xsl:variable name="tag">
      <xsl:call-template name="tag"/>
    </xsl:variable>
    <xsl:if test="$tag != ''">
      <xsl:attribute name="xml:lang">
        <xsl:value-of select="$tag"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>
  <xsl:variable name="english-types">
    <xsl:text>|text|image|still image|stillimage|sound|video|moving image|movingimage|3d|physical object|physicalobject|dataset</xsl:text>
    <xsl:text>|cartographic|notated music|three dimensional object|sound recording|music recording|mixed material</xsl:text>
    <xsl:text>|book|newspaper|newspaper issue|issue|periodical|journal|magazine|series|serial|article|manuscript|letter|diary|document</xsl:text>
    <xsl:text>|map|plan|atlas|picture|photograph|postcard|drawing|painting|print|poster|leaflet|booklet|brochure|pamphlet|calendar</xsl:text>
    <xsl:text>|engraving|etching|lithograph|bookplate|negative|album|technical drawing|object|collection|electronic resource|</xsl:text>
  </xsl:variable>
  <xsl:template name="tag">
    <xsl:choose>
      <xsl:when test="@xml:lang != ''">
        <xsl:value-of select="@xml:lang"/>
      </xsl:when>
      <xsl:when test="@name = 'identifier' or @name = 'language'
          or string-length(.) &lt; 200 and translate(., '0123456789–—-/.,:;?~[]()×+ ', '') = ''"/>
      <xsl:when test="@name = 'format' and contains(., '/') and not(contains(., ' '))"/>
      <xsl:when test="(@name = 'title' or @name = 'alternative') and count($languages) = 1">
        <xsl:value-of select="$languages"/>
      </xsl:when>
      <xsl:when test="@name = 'type' and contains($english-types, concat('|', translate(., 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), '|'))">en</xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$our-language"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "1882 1954" of "Krėvė, Vincas, 1882-1954" and "Vincas Krėvė (1882–1954)", "1950 " of "…, 1950-" and
       "… (1950-)"; nothing without life dates. -->
  <xsl:template name="life">
    <xsl:variable name="plain" select="translate(., '–—', '--')"/>
    <xsl:variable name="both" select="substring($plain, string-length($plain) - 10)"/>
    <xsl:variable name="one" select="substring($plain, string-length($plain) - 6)"/>
    <xsl:choose>
      <xsl:when test="translate($both, '123456789', '000000000') = '(0000-0000)'">
        <xsl:value-of select="translate($both, '-()', ' ')"/>
      </xsl:when>
      <xsl:when test="translate($one, '123456789', '000000000') = '(0000-)'">
        <xsl:value-of select="translate($one, '-()', ' ')"/>
      </xsl:when>
      <xsl:when test="translate($both, '123456789', '000000000') = ', 0000-0000'">
        <xsl:value-of select="translate(substring($both, 3), '-', ' ')"/>
      </xsl:when>
      <xsl:when test="translate($one, '123456789', '000000000') = ', 0000-'">
        <xsl:value-of select="translate(substring($one, 3), '-', ' ')"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- What a property links to; nothing when it is words only. -->
  <xsl:template name="about">
    <xsl:choose>
      <xsl:when test="starts-with(@uri, 'http://') or starts-with(@uri, 'https://')">
        <xsl:value-of select="@uri"/>
      </xsl:when>
      <xsl:when test="@name = 'spatial' and @latitude">
        <xsl:value-of select="concat($page, '#place-', @latitude, '_', @longitude)"/>
      </xsl:when>
      <xsl:when test="(@name = 'temporal' or @name = 'date' or @name = 'created' or @name = 'issued') and @start and @end">
        <xsl:value-of select="concat($page, '#time-', @start, '_', @end)"/>
      </xsl:when>
      <xsl:when test="(@name = 'creator' or @name = 'contributor') and not(@uri)">
        <xsl:variable name="life">
          <xsl:call-template name="life"/>
        </xsl:variable>
        <xsl:if test="$life != ''">
          <xsl:value-of select="concat($page, '#agent-', count(key('by-words', .)[@name = 'creator' or @name = 'contributor'][1]/preceding-sibling::v:property) + 1)"/>
        </xsl:if>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Classes.  Each address once, with all labels that it has in the record. -->
  <xsl:template name="contexts">
    <xsl:variable name="addressed" select="v:property[starts-with(@uri, 'http://') or starts-with(@uri, 'https://')]
        [not(contains('|relation|source|rights|isPartOf|hasPart|identifier|title|alternative|language|exactMatch|', concat('|', @name, '|')))]
        [generate-id() = generate-id(key('by-uri', @uri)[not(contains('|relation|source|rights|isPartOf|hasPart|identifier|title|alternative|language|exactMatch|', concat('|', @name, '|')))][1])]"/>
    <xsl:variable name="agents" select="$addressed[key('by-uri', @uri)[@name = 'creator' or @name = 'contributor' or @name = 'publisher' or @name = 'rightsHolder']
        or not(key('by-uri', @uri)[@name = 'spatial' or @name = 'temporal' or @name = 'type' or @name = 'medium' or @name = 'format'])
        and (contains(@uri, '://viaf.org/') or contains(@uri, '://isni.org/') or contains(@uri, '/ulan/') or contains(@uri, 'id.loc.gov/authorities/names/')
          or contains(@uri, '://orcid.org/'))]"/>
    <xsl:variable name="not-agents" select="$addressed[not(key('by-uri', @uri)[@name = 'creator' or @name = 'contributor' or @name = 'publisher' or @name = 'rightsHolder'])]
        [count(. | $agents) != count($agents)]"/>
    <xsl:variable name="places" select="$not-agents[key('by-uri', @uri)[@name = 'spatial']
        or contains(@uri, 'geonames.org/') or contains(@uri, '/tgn/')]"/>
    <xsl:variable name="times" select="$not-agents[count(. | $places) != count($places)][key('by-uri', @uri)[@name = 'temporal' or @name = 'date' or @name = 'created' or @name = 'issued']]"/>
    <xsl:for-each select="$agents">
      <xsl:if test="key('by-uri', @uri)[. != '']">
        <xsl:call-template name="agent">
          <xsl:with-param name="about" select="@uri"/>
          <xsl:with-param name="of" select="key('by-uri', @uri)"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'creator' or @name = 'contributor'][not(@uri)]">
      <xsl:variable name="about">
        <xsl:call-template name="about"/>
      </xsl:variable>
      <xsl:if test="$about != '' and generate-id() = generate-id(key('by-words', .)[@name = 'creator' or @name = 'contributor'][1])">
        <xsl:call-template name="agent">
          <xsl:with-param name="about" select="$about"/>
          <xsl:with-param name="of" select="."/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
    <xsl:for-each select="$places">
      <xsl:call-template name="place">
        <xsl:with-param name="about" select="@uri"/>
        <xsl:with-param name="of" select="key('by-uri', @uri)"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'spatial'][@latitude][not(starts-with(@uri, 'http'))]">
      <xsl:variable name="here" select="key('by-spot', concat(@latitude, '_', @longitude))[@name = 'spatial'][not(starts-with(@uri, 'http'))]"/>
      <xsl:if test="generate-id() = generate-id($here[1])">
        <xsl:call-template name="place">
          <xsl:with-param name="about" select="concat($page, '#place-', @latitude, '_', @longitude)"/>
          <xsl:with-param name="of" select="$here"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
    <xsl:for-each select="$times">
      <xsl:call-template name="time">
        <xsl:with-param name="about" select="@uri"/>
        <xsl:with-param name="of" select="key('by-uri', @uri)"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="v:property[@name = 'temporal' or @name = 'date' or @name = 'created' or @name = 'issued'][@start and @end][not(starts-with(@uri, 'http'))]">
      <xsl:variable name="then" select="key('by-span', concat(@start, '_', @end))[@name = 'temporal' or @name = 'date' or @name = 'created' or @name = 'issued'][not(starts-with(@uri, 'http'))]"/>
      <xsl:if test="generate-id() = generate-id($then[1])">
        <xsl:call-template name="time">
          <xsl:with-param name="about" select="concat($page, '#time-', @start, '_', @end)"/>
          <xsl:with-param name="of" select="$then"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
    <xsl:for-each select="$not-agents[count(. | $places) != count($places)][count(. | $times) != count($times)]">
      <xsl:if test="key('by-uri', @uri)[. != '']">
        <skos:Concept rdf:about="{@uri}">
          <xsl:call-template name="labels">
            <xsl:with-param name="of" select="key('by-uri', @uri)"/>
          </xsl:call-template>
          <xsl:call-template name="same">
            <xsl:with-param name="about" select="@uri"/>
            <xsl:with-param name="as" select="'skos:exactMatch'"/>
          </xsl:call-template>
        </skos:Concept>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- One preferred label a language (SKOS), the others alternative; each word once. -->
  <xsl:template name="labels">
    <xsl:param name="of"/>
    <xsl:variable name="draft">
      <xsl:for-each select="$of[. != ''][not(contains('|relation|source|rights|isPartOf|hasPart|identifier|title|alternative|language|exactMatch|', concat('|', @name, '|')))]">
        <label>
          <xsl:attribute name="lang">
            <xsl:call-template name="tag"/>
          </xsl:attribute>
          <xsl:value-of select="."/>
        </label>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="labels" select="exsl:node-set($draft)/label"/>
    <xsl:for-each select="$labels[not(@lang = preceding-sibling::label/@lang)]">
      <skos:prefLabel>
        <xsl:call-template name="label"/>
      </skos:prefLabel>
    </xsl:for-each>
    <xsl:for-each select="$labels[@lang = preceding-sibling::label/@lang]">
      <xsl:variable name="label" select="."/>
      <xsl:if test="not(preceding-sibling::label[@lang = $label/@lang and . = $label])">
        <skos:altLabel>
          <xsl:call-template name="label"/>
        </skos:altLabel>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="label">
    <xsl:if test="@lang != ''">
      <xsl:attribute name="xml:lang">
        <xsl:value-of select="@lang"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:value-of select="."/>
  </xsl:template>
  <!-- What is the same elsewhere, each address once and never its own. -->
  <xsl:template name="same">
    <xsl:param name="about"/>
    <xsl:param name="as" select="'owl:sameAs'"/>
    <xsl:for-each select="key('matches', substring-after($about, '://'))[@uri != $about]">
      <xsl:if test="generate-id() = generate-id(key('matches', substring-after($about, '://'))[@uri = current()/@uri][1])">
        <xsl:element name="{$as}">
          <xsl:attribute name="rdf:resource">
            <xsl:value-of select="@uri"/>
          </xsl:attribute>
        </xsl:element>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="agent">
    <xsl:param name="about"/>
    <xsl:param name="of"/>
    <xsl:variable name="life">
      <xsl:for-each select="$of">
        <xsl:call-template name="life"/>
        <xsl:text>|</xsl:text>
      </xsl:for-each>
    </xsl:variable>
    <!-- of several forms of the name the first with dates: "||1882 1954|" -->
    <xsl:variable name="years" select="substring-before(concat(translate(normalize-space(translate(translate($life, ' ', '_'), '|', ' ')), ' ', '|'), '|'), '|')"/>
    <edm:Agent rdf:about="{$about}">
      <xsl:call-template name="labels">
        <xsl:with-param name="of" select="$of"/>
      </xsl:call-template>
      <xsl:if test="$years != ''">
        <edm:begin>
          <xsl:value-of select="substring-before($years, '_')"/>
        </edm:begin>
      </xsl:if>
      <xsl:if test="substring-after($years, '_') != ''">
        <edm:end>
          <xsl:value-of select="substring-after($years, '_')"/>
        </edm:end>
      </xsl:if>
      <xsl:call-template name="same">
        <xsl:with-param name="about" select="$about"/>
      </xsl:call-template>
    </edm:Agent>
  </xsl:template>
  <xsl:template name="place">
    <xsl:param name="about"/>
    <xsl:param name="of"/>
    <xsl:variable name="spot" select="$of[@latitude][1]"/>
    <xsl:if test="$spot or $of[. != '']">
      <edm:Place rdf:about="{$about}">
        <xsl:if test="$spot">
          <wgs84:lat>
            <xsl:value-of select="$spot/@latitude"/>
          </wgs84:lat>
          <wgs84:long>
            <xsl:value-of select="$spot/@longitude"/>
          </wgs84:long>
        </xsl:if>
        <xsl:call-template name="labels">
          <xsl:with-param name="of" select="$of"/>
        </xsl:call-template>
        <xsl:call-template name="same">
          <xsl:with-param name="about" select="$about"/>
        </xsl:call-template>
      </edm:Place>
    </xsl:if>
  </xsl:template>
  <xsl:template name="time">
    <xsl:param name="about"/>
    <xsl:param name="of"/>
    <edm:TimeSpan rdf:about="{$about}">
      <xsl:call-template name="labels">
        <xsl:with-param name="of" select="$of"/>
      </xsl:call-template>
      <xsl:for-each select="$of/@start[1]">
        <xsl:if test="position() = 1">
          <edm:begin>
            <xsl:value-of select="."/>
          </edm:begin>
        </xsl:if>
      </xsl:for-each>
      <xsl:for-each select="$of/@end[1]">
        <xsl:if test="position() = 1">
          <edm:end>
            <xsl:value-of select="."/>
          </edm:end>
        </xsl:if>
      </xsl:for-each>
      <xsl:call-template name="same">
        <xsl:with-param name="about" select="$about"/>
      </xsl:call-template>
    </edm:TimeSpan>
  </xsl:template>

  <!-- images and files -->
  <xsl:template match="v:image" mode="address">
    <xsl:call-template name="picture"/>
  </xsl:template>
  <xsl:template match="v:file" mode="address">
    <xsl:value-of select="concat($base, '/files/', $object/@identifier, '/', @name)"/>
  </xsl:template>
  <xsl:template match="v:file" mode="resource">
    <edm:WebResource>
      <xsl:attribute name="rdf:about">
        <xsl:apply-templates select="." mode="address"/>
      </xsl:attribute>
      <dc:format>
        <xsl:value-of select="@type"/>
      </dc:format>
      <xsl:if test="$object/@rights">
        <edm:rights rdf:resource="{$object/@rights}"/>
      </xsl:if>
      <dcterms:isReferencedBy rdf:resource="{$manifest}"/>
    </edm:WebResource>
  </xsl:template>
  <xsl:template match="v:image" mode="resource">
    <xsl:variable name="about">
      <xsl:call-template name="picture"/>
    </xsl:variable>
    <xsl:variable name="service">
      <xsl:call-template name="service"/>
    </xsl:variable>
    <edm:WebResource rdf:about="{$about}">
      <!-- two ways, since only the first is quick with thousands of images -->
      <xsl:for-each select="preceding-sibling::v:image[1][$min-pixels = 0]
          | self::v:image[$min-pixels &gt; 0]/preceding-sibling::v:image[@width * @height &gt;= $min-pixels][1]">
        <edm:isNextInSequence>
          <xsl:attribute name="rdf:resource">
            <xsl:call-template name="picture"/>
          </xsl:attribute>
        </edm:isNextInSequence>
      </xsl:for-each>
      <xsl:if test="$object/@rights">
        <edm:rights rdf:resource="{$object/@rights}"/>
      </xsl:if>
      <dcterms:isReferencedBy rdf:resource="{$manifest}"/>
      <svcs:has_service rdf:resource="{$service}"/>
    </edm:WebResource>
  </xsl:template>
  <xsl:template match="v:image" mode="service">
    <xsl:variable name="service">
      <xsl:call-template name="service"/>
    </xsl:variable>
    <svcs:Service rdf:about="{$service}">
      <dcterms:conformsTo rdf:resource="http://iiif.io/api/image"/>
      <doap:implements rdf:resource="http://iiif.io/api/image/3/level2.json"/>
    </svcs:Service>
  </xsl:template>

  <!-- ore:Aggregation -->
  <xsl:template name="aggregation">
    <xsl:variable name="names" select="v:institution/v:name[. != '']"/>
    <xsl:variable name="name" select="($names[@xml:lang = 'lt'] | $names[not($names[@xml:lang = 'lt'])])[1]"/>
    <ore:Aggregation rdf:about="{$page}#aggregation">
      <edm:aggregatedCHO rdf:resource="{$cho}"/>
      <xsl:choose>
        <xsl:when test="starts-with(v:institution/@uri, 'http://data.europeana.eu/organization/')">
          <edm:dataProvider rdf:resource="{v:institution/@uri}"/>
        </xsl:when>
        <xsl:when test="$name">
          <edm:dataProvider>
            <xsl:if test="$name/@xml:lang or $our-language != ''">
              <xsl:attribute name="xml:lang">
                <xsl:value-of select="concat($name/@xml:lang, substring($our-language, 1, 100 * not($name/@xml:lang)))"/>
              </xsl:attribute>
            </xsl:if>
            <xsl:value-of select="$name"/>
          </edm:dataProvider>
        </xsl:when>
      </xsl:choose>
      <xsl:for-each select="($images | $media)[generate-id() != generate-id($shown)]">
        <edm:hasView>
          <xsl:attribute name="rdf:resource">
            <xsl:apply-templates select="." mode="address"/>
          </xsl:attribute>
        </edm:hasView>
      </xsl:for-each>
      <edm:isShownAt rdf:resource="{$page}"/>
      <xsl:for-each select="$shown">
        <edm:isShownBy>
          <xsl:attribute name="rdf:resource">
            <xsl:apply-templates select="." mode="address"/>
          </xsl:attribute>
        </edm:isShownBy>
      </xsl:for-each>
      <xsl:variable name="chosen" select="$images[@identifier = $object/@thumbnail][1]"/>
      <xsl:for-each select="$chosen | $images[1][not($chosen)]">
        <edm:object>
          <xsl:attribute name="rdf:resource">
            <xsl:call-template name="service"/>
            <xsl:text>/full/!400,400/0/default.jpg</xsl:text>
          </xsl:attribute>
        </edm:object>
      </xsl:for-each>
      <xsl:call-template name="organisation">
        <xsl:with-param name="as" select="'edm:provider'"/>
        <xsl:with-param name="name" select="v:context/@provider"/>
      </xsl:call-template>
      <xsl:if test="@rights">
        <edm:rights rdf:resource="{@rights}"/>
      </xsl:if>
      <xsl:if test="not(v:context/@intermediate-provider = v:context/@provider or v:context/@intermediate-provider = $names)">
        <xsl:call-template name="organisation">
          <xsl:with-param name="as" select="'edm:intermediateProvider'"/>
          <xsl:with-param name="name" select="v:context/@intermediate-provider"/>
        </xsl:call-template>
      </xsl:if>
    </ore:Aggregation>
  </xsl:template>
  <xsl:template name="organisation">
    <xsl:param name="as"/>
    <xsl:param name="name"/>
    <xsl:if test="$name != ''">
      <xsl:element name="{$as}">
        <xsl:choose>
          <xsl:when test="starts-with($name, 'http://') or starts-with($name, 'https://')">
            <xsl:attribute name="rdf:resource">
              <xsl:value-of select="$name"/>
            </xsl:attribute>
          </xsl:when>
          <!-- "Name@lt": a name with its language -->
          <xsl:when test="string-length($name) &gt; 3 and substring($name, string-length($name) - 2, 1) = '@'">
            <xsl:attribute name="xml:lang">
              <xsl:value-of select="substring($name, string-length($name) - 1)"/>
            </xsl:attribute>
            <xsl:value-of select="substring($name, 1, string-length($name) - 3)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:if test="$our-language != ''">
              <xsl:attribute name="xml:lang">
                <xsl:value-of select="$our-language"/>
              </xsl:attribute>
            </xsl:if>
            <xsl:value-of select="$name"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:element>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
