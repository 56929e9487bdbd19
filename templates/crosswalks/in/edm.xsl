<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  EDM (RDF/XML) to our description: external, and Europeana's internal form.  No order of elements
  is relied on.

  Which       the edm:ProvidedCHO that the root's attribute cho names, else the first
  Properties  of the provider's proxy where there is one (europeanaProxy is not true; of several the one
              without ore:lineage), and of the ProvidedCHO; by their own names (lib/dcterms.xsl)
  Addresses   of an edm:Agent, edm:Place, edm:TimeSpan or skos:Concept in the record, or nested, give one
              property a preferred label (of more than four the Lithuanian, the English, the first), with
              the coordinates of a place and the dates of a time span; other addresses stand alone
  exactMatch  skos:exactMatch and owl:sameAs of those, ten at most
  identifier  rdf:about of the ProvidedCHO, its last segment
  kind        edm:type        rights   edm:rights of the Aggregation, else of the first image
  institution edm:dataProvider, literal or address      source   edm:isShownAt
  file        edm:isShownBy, edm:hasView in their order; edm:object as thumbnail
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:edm="http://www.europeana.eu/schemas/edm/"
    xmlns:ore="http://www.openarchives.org/ore/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:dcterms="http://purl.org/dc/terms/" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
    xmlns:wgs84="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:foaf="http://xmlns.com/foaf/0.1/"
    xmlns:owl="http://www.w3.org/2002/07/owl#"
    xmlns="urn:vartai:description:1" exclude-result-prefixes="rdf edm ore dc dcterms skos wgs84 foaf owl">
  <xsl:include href="../lib/object.xsl"/>
  <xsl:include href="../lib/dcterms.xsl"/>

  <xsl:key name="entity" match="edm:Agent | edm:Place | edm:TimeSpan | skos:Concept | foaf:Organization" use="@rdf:about"/>

  <xsl:variable name="objects" select="/rdf:RDF/edm:ProvidedCHO"/>
  <xsl:variable name="object" select="($objects[@rdf:about = /rdf:RDF/@cho] | $objects[not(/rdf:RDF/@cho)])[1]"/>
  <xsl:variable name="about" select="string($object/@rdf:about)"/>
  <xsl:variable name="proxies" select="/rdf:RDF/ore:Proxy[ore:proxyFor/@rdf:resource = $about
      or not(ore:proxyFor) and (@rdf:about = $about or count($objects) = 1)][not(normalize-space(edm:europeanaProxy) = 'true')]"/>
  <xsl:variable name="proxy" select="($proxies[not(ore:lineage)] | $proxies[not($proxies[not(ore:lineage)])])[1]"/>
  <xsl:variable name="aggregation" select="(/rdf:RDF/ore:Aggregation[edm:aggregatedCHO/@rdf:resource = $about]
      | /rdf:RDF/ore:Aggregation[count($objects) = 1][not(/rdf:RDF/ore:Aggregation/edm:aggregatedCHO/@rdf:resource = $about)])[1]"/>

  <xsl:template match="rdf:RDF" mode="object">
    <xsl:if test="not($object)">
      <xsl:message terminate="yes">this RDF has no edm:ProvidedCHO, or not the one asked for</xsl:message>
    </xsl:if>
    <xsl:variable name="shown" select="$aggregation/edm:isShownBy | $aggregation/edm:hasView"/>
    <xsl:variable name="pictures" select="/rdf:RDF/edm:WebResource[@rdf:about = $shown/@rdf:resource]"/>
    <xsl:variable name="kind" select="normalize-space(($proxy/edm:type | $object/edm:type)[1])"/>
    <object kind="{$kind}" language="{($proxy/dc:language | $object/dc:language)[normalize-space() != ''][1]}"
        rights="{($aggregation/edm:rights/@rdf:resource | $pictures[not($aggregation/edm:rights)]/edm:rights/@rdf:resource)[1]}">
      <xsl:attribute name="identifier">
        <xsl:call-template name="last-segment">
          <xsl:with-param name="of" select="normalize-space($about)"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:apply-templates select="$proxy/* | $object/*" mode="property"/>
      <xsl:apply-templates select="$aggregation/dc:rights" mode="property"/>
      <xsl:for-each select="$aggregation/edm:isShownAt[@rdf:resource]">
        <property name="source" uri="{@rdf:resource}"/>
      </xsl:for-each>
      <xsl:for-each select="$aggregation/edm:dataProvider">
        <xsl:call-template name="holder"/>
      </xsl:for-each>
      <xsl:for-each select="$aggregation/edm:isShownBy[@rdf:resource]">
        <xsl:call-template name="picture">
          <xsl:with-param name="kind" select="$kind"/>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:for-each select="$aggregation/edm:hasView[@rdf:resource]">
        <xsl:call-template name="picture">
          <xsl:with-param name="kind" select="$kind"/>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:for-each select="$aggregation/edm:object[@rdf:resource]">
        <file href="{@rdf:resource}" use="thumbnail"/>
      </xsl:for-each>
    </object>
  </xsl:template>

  <xsl:template name="picture">
    <xsl:param name="kind"/>
    <xsl:call-template name="file">
      <xsl:with-param name="href" select="normalize-space(@rdf:resource)"/>
      <xsl:with-param name="otherwise">
        <xsl:choose>
          <xsl:when test="$kind = 'IMAGE' or $kind = 'TEXT'">image</xsl:when>
          <xsl:otherwise>file</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="holder">
    <xsl:variable name="entity" select="key('entity', @rdf:resource) | foaf:Organization | edm:Agent"/>
    <xsl:variable name="labels" select="$entity/skos:prefLabel[normalize-space() != '']"/>
    <xsl:variable name="uri" select="(@rdf:resource | $entity/@rdf:about)[1]"/>
    <xsl:choose>
      <xsl:when test="$labels">
        <xsl:for-each select="$labels">
          <institution uri="{$uri}" xml:lang="{@xml:lang}">
            <xsl:value-of select="normalize-space()"/>
          </institution>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <institution uri="{$uri}" xml:lang="{@xml:lang}">
          <xsl:value-of select="normalize-space()"/>
        </institution>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="*" mode="property"/>
  <xsl:template match="dc:* | dcterms:* | edm:hasType | edm:isRelatedTo | edm:incorporates | edm:isDerivativeOf | edm:isRepresentationOf
      | edm:isSimilarTo | edm:isSuccessorOf | edm:realizes | edm:hasMet | owl:sameAs" mode="property">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="self::owl:sameAs">relation</xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="term">
            <xsl:with-param name="local" select="local-name()"/>
            <xsl:with-param name="value" select="."/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="entity" select="(key('entity', @rdf:resource) | edm:Agent | edm:Place | edm:TimeSpan | skos:Concept | foaf:Organization)[1]"/>
    <xsl:variable name="uri" select="normalize-space((@rdf:resource | $entity/@rdf:about)[1])"/>
    <!-- a coverage that is a time span is a time -->
    <xsl:variable name="kept">
      <xsl:choose>
        <xsl:when test="local-name() = 'coverage' and $entity[self::edm:TimeSpan]">temporal</xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="$name"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <!-- what is the same elsewhere; a record of Europeana's has dozens -->
    <xsl:if test="$kept != '' and starts-with($uri, 'http')">
      <xsl:for-each select="($entity/skos:exactMatch/@rdf:resource | $entity/owl:sameAs/@rdf:resource)[starts-with(normalize-space(), 'http')][position() &lt;= 10]">
        <property name="exactMatch" uri="{normalize-space()}">
          <xsl:value-of select="$uri"/>
        </property>
      </xsl:for-each>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="$kept = ''"/>
      <xsl:when test="$entity/skos:prefLabel[normalize-space() != ''] | $entity/foaf:name[normalize-space() != '']">
        <xsl:call-template name="labels">
          <xsl:with-param name="name" select="$kept"/>
          <xsl:with-param name="entity" select="$entity"/>
          <xsl:with-param name="uri" select="$uri"/>
          <xsl:with-param name="labels" select="$entity/skos:prefLabel[normalize-space() != ''] | $entity/foaf:name[not($entity/skos:prefLabel[normalize-space() != ''])][normalize-space() != '']"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$entity">
        <property name="{$kept}" uri="{$uri}">
          <xsl:call-template name="place-and-time">
            <xsl:with-param name="entity" select="$entity"/>
          </xsl:call-template>
          <xsl:if test="$entity[self::edm:TimeSpan] and $uri = ''">
            <xsl:value-of select="concat($entity/edm:begin, '/', $entity/edm:end)"/>
          </xsl:if>
        </property>
      </xsl:when>
      <xsl:otherwise>
        <property name="{$kept}" uri="{$uri}">
          <xsl:attribute name="xml:lang">
            <xsl:call-template name="lang"/>
          </xsl:attribute>
          <xsl:value-of select="normalize-space()"/>
        </property>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="labels">
    <xsl:param name="name"/>
    <xsl:param name="entity"/>
    <xsl:param name="uri"/>
    <xsl:param name="labels"/>
    <xsl:variable name="ours" select="$labels[@xml:lang = 'lt' or @xml:lang = 'en']"/>
    <xsl:variable name="few" select="$labels[count($labels) &lt;= 4] | $ours | $labels[not($ours)][1]"/>
    <xsl:for-each select="$few">
      <property name="{$name}" uri="{$uri}" xml:lang="{@xml:lang}">
        <xsl:call-template name="place-and-time">
          <xsl:with-param name="entity" select="$entity"/>
        </xsl:call-template>
        <xsl:value-of select="normalize-space()"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="place-and-time">
    <xsl:param name="entity"/>
    <xsl:if test="$entity/wgs84:lat[normalize-space() != ''] and $entity/wgs84:long[normalize-space() != '']">
      <xsl:attribute name="latitude">
        <xsl:value-of select="normalize-space($entity/wgs84:lat[1])"/>
      </xsl:attribute>
      <xsl:attribute name="longitude">
        <xsl:value-of select="normalize-space($entity/wgs84:long[1])"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:if test="$entity[self::edm:TimeSpan]">
      <xsl:attribute name="start">
        <xsl:value-of select="normalize-space($entity/edm:begin[1])"/>
      </xsl:attribute>
      <xsl:attribute name="end">
        <xsl:value-of select="normalize-space($entity/edm:end[1])"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
