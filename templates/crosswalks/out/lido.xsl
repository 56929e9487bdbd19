<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Our description to LIDO 1.1.  The source: as in oai_dc.xsl; the parameters: as in lib/out.xsl.

  objectWorkType   type, else the kind            classification    format, language in words
  titleSet         title, alternative             repositorySet     the holder
  objectDescription description, abstract, tableOfContents, provenance, source, bibliographicCitation
  measurements     extent
  event production created, date, creators, places and media;  publication  issued, publisher, place
  subjectSet       subject, spatial without role, temporal
  relatedWorkSet   isPartOf, hasPart, relation
  resourceSet      each image, with thumbnail and rights
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:v="urn:vartai:description:1" xmlns:c="urn:vartai:crosswalk:1" xmlns:lido="http://www.lido-schema.org"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" exclude-result-prefixes="v c">
  <c:format ns="http://www.lido-schema.org" schema="http://lido-schema.org/schema/v1.1/lido-v1.1.xsd"/>
  <xsl:include href="../lib/out.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>

  <!-- LIDO wants a language for each half. -->
  <xsl:variable name="language">
    <xsl:value-of select="$object/v:context/@language"/>
    <xsl:if test="not($object/v:context/@language)">lt</xsl:if>
  </xsl:variable>
  <xsl:variable name="is-published" select="$object/v:property[@name = 'issued' or @name = 'publisher'] or $object/v:property[@name = 'spatial'][@role = 'pup' or @role = 'mfp']"/>

  <xsl:template match="/v:object">
    <lido:lido xsi:schemaLocation="http://www.lido-schema.org http://lido-schema.org/schema/v1.1/lido-v1.1.xsd">
      <lido:lidoRecID lido:type="local">
        <xsl:value-of select="concat('oai:', v:context/@oai-domain, ':', @identifier)"/>
      </lido:lidoRecID>
      <lido:descriptiveMetadata xml:lang="{$language}">
        <xsl:call-template name="classifications"/>
        <xsl:call-template name="identification"/>
        <xsl:call-template name="events"/>
        <xsl:call-template name="relations"/>
      </lido:descriptiveMetadata>
      <lido:administrativeMetadata xml:lang="{$language}">
        <xsl:call-template name="rights"/>
        <xsl:call-template name="record"/>
        <xsl:if test="$images">
          <lido:resourceWrap>
            <xsl:apply-templates select="$images" mode="resource"/>
          </lido:resourceWrap>
        </xsl:if>
      </lido:administrativeMetadata>
    </lido:lido>
  </xsl:template>

  <!-- a concept: its address, then its word -->
  <xsl:template name="concept">
    <xsl:if test="starts-with(@uri, 'http')">
      <lido:conceptID lido:type="URI">
        <xsl:value-of select="@uri"/>
      </lido:conceptID>
    </xsl:if>
    <xsl:if test=". != ''">
      <lido:term>
        <xsl:copy-of select="@xml:lang"/>
        <xsl:value-of select="."/>
      </lido:term>
    </xsl:if>
  </xsl:template>
  <xsl:template name="classifications">
    <lido:objectClassificationWrap>
      <lido:objectWorkTypeWrap>
        <xsl:for-each select="v:property[@name = 'type']">
          <lido:objectWorkType>
            <xsl:call-template name="concept"/>
          </lido:objectWorkType>
        </xsl:for-each>
        <xsl:if test="not(v:property[@name = 'type'])">
          <lido:objectWorkType>
            <lido:term>
              <xsl:value-of select="@kind"/>
            </lido:term>
          </lido:objectWorkType>
        </xsl:if>
      </lido:objectWorkTypeWrap>
      <lido:classificationWrap>
        <lido:classification lido:type="europeana:type">
          <lido:term>
            <xsl:value-of select="@kind"/>
          </lido:term>
        </lido:classification>
        <xsl:for-each select="v:property[@name = 'language' or @name = 'format']">
          <lido:classification lido:type="{@name}">
            <xsl:call-template name="concept"/>
          </lido:classification>
        </xsl:for-each>
      </lido:classificationWrap>
    </lido:objectClassificationWrap>
  </xsl:template>

  <xsl:template name="appellation">
    <lido:appellationValue>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:call-template name="words"/>
    </lido:appellationValue>
  </xsl:template>
  <xsl:template name="identification">
    <lido:objectIdentificationWrap>
      <lido:titleWrap>
        <xsl:for-each select="v:property[@name = 'title' or @name = 'alternative']">
          <lido:titleSet>
            <xsl:if test="@name = 'alternative'">
              <xsl:attribute name="lido:type">alternative</xsl:attribute>
            </xsl:if>
            <xsl:call-template name="appellation"/>
          </lido:titleSet>
        </xsl:for-each>
        <xsl:if test="not(v:property[@name = 'title' or @name = 'alternative'])">
          <lido:titleSet>
            <lido:appellationValue>
              <xsl:value-of select="@identifier"/>
            </lido:appellationValue>
          </lido:titleSet>
        </xsl:if>
      </lido:titleWrap>
      <lido:repositoryWrap>
        <lido:repositorySet lido:type="current">
          <xsl:if test="v:institution">
            <lido:repositoryName>
              <xsl:call-template name="legal-body"/>
            </lido:repositoryName>
          </xsl:if>
          <lido:workID lido:type="local">
            <xsl:value-of select="@identifier"/>
          </lido:workID>
          <xsl:for-each select="v:property[@name = 'identifier']">
            <lido:workID lido:type="other">
              <xsl:call-template name="words"/>
            </lido:workID>
          </xsl:for-each>
        </lido:repositorySet>
      </lido:repositoryWrap>
      <xsl:call-template name="descriptions"/>
    </lido:objectIdentificationWrap>
  </xsl:template>
  <xsl:template name="legal-body">
    <xsl:if test="v:institution/@code">
      <lido:legalBodyID lido:type="local">
        <xsl:value-of select="v:institution/@code"/>
      </lido:legalBodyID>
    </xsl:if>
    <xsl:for-each select="$holders">
      <lido:legalBodyName>
        <xsl:call-template name="appellation"/>
      </lido:legalBodyName>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="descriptions">
    <xsl:variable name="of" select="v:property[contains('|description|abstract|tableOfContents|provenance|source|bibliographicCitation|', concat('|', @name, '|'))]"/>
    <xsl:if test="$of">
      <lido:objectDescriptionWrap>
        <xsl:for-each select="$of">
          <lido:objectDescriptionSet lido:type="{@name}">
            <lido:descriptiveNoteValue>
              <xsl:copy-of select="@xml:lang"/>
              <xsl:call-template name="words"/>
            </lido:descriptiveNoteValue>
          </lido:objectDescriptionSet>
        </xsl:for-each>
      </lido:objectDescriptionWrap>
    </xsl:if>
    <xsl:if test="v:property[@name = 'extent']">
      <lido:objectMeasurementsWrap>
        <xsl:for-each select="v:property[@name = 'extent']">
          <lido:objectMeasurementsSet>
            <lido:displayObjectMeasurements>
              <xsl:copy-of select="@xml:lang"/>
              <xsl:call-template name="words"/>
            </lido:displayObjectMeasurements>
          </lido:objectMeasurementsSet>
        </xsl:for-each>
      </lido:objectMeasurementsWrap>
    </xsl:if>
  </xsl:template>

  <!-- Events: what made it, what published it. -->
  <xsl:template name="events">
    <xsl:variable name="made" select="v:property[@name = 'creator' or @name = 'contributor' or @name = 'created' or @name = 'date' or @name = 'medium']
        | v:property[@name = 'spatial'][@role][not(@role = 'pup' or @role = 'mfp')]"/>
    <xsl:if test="$made or $is-published">
      <lido:eventWrap>
        <xsl:if test="$made">
          <xsl:call-template name="event">
            <xsl:with-param name="type" select="'http://terminology.lido-schema.org/lido00007'"/>
            <xsl:with-param name="term" select="'Production'"/>
            <xsl:with-param name="of" select="$made"/>
          </xsl:call-template>
        </xsl:if>
        <xsl:if test="$is-published">
          <xsl:call-template name="event">
            <xsl:with-param name="type" select="'http://terminology.lido-schema.org/lido00228'"/>
            <xsl:with-param name="term" select="'Publication'"/>
            <xsl:with-param name="of" select="v:property[@name = 'issued' or @name = 'publisher'] | v:property[@name = 'spatial'][@role = 'pup' or @role = 'mfp']"/>
          </xsl:call-template>
        </xsl:if>
      </lido:eventWrap>
    </xsl:if>
  </xsl:template>
  <xsl:template name="event">
    <xsl:param name="type"/>
    <xsl:param name="term"/>
    <xsl:param name="of"/>
    <lido:eventSet>
      <lido:event>
        <lido:eventType>
          <lido:conceptID lido:type="URI">
            <xsl:value-of select="$type"/>
          </lido:conceptID>
          <lido:term xml:lang="en">
            <xsl:value-of select="$term"/>
          </lido:term>
        </lido:eventType>
        <xsl:apply-templates select="$of[@name = 'creator' or @name = 'contributor' or @name = 'publisher']" mode="actor"/>
        <xsl:apply-templates select="$of[@name = 'created' or @name = 'date' or @name = 'issued'][1]" mode="event-date"/>
        <xsl:for-each select="$of[@name = 'spatial']">
          <lido:eventPlace>
            <xsl:call-template name="place"/>
          </lido:eventPlace>
        </xsl:for-each>
        <xsl:for-each select="$of[@name = 'medium'][. != '']">
          <lido:eventMaterialsTech>
            <lido:displayMaterialsTech>
              <xsl:copy-of select="@xml:lang"/>
              <xsl:value-of select="."/>
            </lido:displayMaterialsTech>
          </lido:eventMaterialsTech>
        </xsl:for-each>
      </lido:event>
    </lido:eventSet>
    <!-- an event has one date -->
    <xsl:for-each select="$of[@name = 'created' or @name = 'date' or @name = 'issued'][position() &gt; 1]">
      <xsl:call-template name="event">
        <xsl:with-param name="type" select="$type"/>
        <xsl:with-param name="term" select="$term"/>
        <xsl:with-param name="of" select="."/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="v:property" mode="actor">
    <lido:eventActor>
      <lido:actorInRole>
        <lido:actor>
          <xsl:if test="starts-with(@uri, 'http')">
            <lido:actorID lido:type="URI">
              <xsl:value-of select="@uri"/>
            </lido:actorID>
          </xsl:if>
          <lido:nameActorSet>
            <xsl:call-template name="appellation"/>
          </lido:nameActorSet>
        </lido:actor>
        <xsl:if test="@role">
          <lido:roleActor>
            <lido:conceptID lido:type="URI">
              <xsl:value-of select="concat('http://id.loc.gov/vocabulary/relators/', @role)"/>
            </lido:conceptID>
          </lido:roleActor>
        </xsl:if>
      </lido:actorInRole>
    </lido:eventActor>
  </xsl:template>
  <xsl:template match="v:property" mode="event-date">
    <lido:eventDate>
      <xsl:if test=". != ''">
        <lido:displayDate>
          <xsl:copy-of select="@xml:lang"/>
          <xsl:value-of select="."/>
        </lido:displayDate>
      </xsl:if>
      <!-- both ends or none (LIDO) -->
      <xsl:if test="@start and @end">
        <lido:date>
          <lido:earliestDate>
            <xsl:value-of select="@start"/>
          </lido:earliestDate>
          <lido:latestDate>
            <xsl:value-of select="@end"/>
          </lido:latestDate>
        </lido:date>
      </xsl:if>
    </lido:eventDate>
  </xsl:template>
  <xsl:template name="place">
    <xsl:if test=". != ''">
      <lido:displayPlace>
        <xsl:copy-of select="@xml:lang"/>
        <xsl:value-of select="."/>
      </lido:displayPlace>
    </xsl:if>
    <xsl:if test="starts-with(@uri, 'http')">
      <lido:place>
        <lido:placeID lido:type="URI">
          <xsl:value-of select="@uri"/>
        </lido:placeID>
        <xsl:if test=". != ''">
          <lido:namePlaceSet>
            <xsl:call-template name="appellation"/>
          </lido:namePlaceSet>
        </xsl:if>
      </lido:place>
    </xsl:if>
  </xsl:template>

  <!-- Relations: what it is about, what it belongs to. -->
  <xsl:template name="relations">
    <xsl:variable name="about" select="v:property[@name = 'subject' or @name = 'temporal'] | v:property[@name = 'spatial'][not(@role)]"/>
    <xsl:variable name="related" select="v:property[@name = 'isPartOf' or @name = 'hasPart' or @name = 'relation']"/>
    <xsl:if test="$about or $related">
      <lido:objectRelationWrap>
        <xsl:if test="$about">
          <lido:subjectWrap>
            <xsl:apply-templates select="$about" mode="about"/>
          </lido:subjectWrap>
        </xsl:if>
        <xsl:if test="$related">
          <lido:relatedWorksWrap>
            <xsl:apply-templates select="$related" mode="related"/>
          </lido:relatedWorksWrap>
        </xsl:if>
      </lido:objectRelationWrap>
    </xsl:if>
  </xsl:template>
  <xsl:template match="v:property" mode="about">
    <lido:subjectSet>
      <lido:subject>
        <xsl:choose>
          <xsl:when test="@name = 'spatial'">
            <lido:subjectPlace>
              <xsl:call-template name="place"/>
            </lido:subjectPlace>
          </xsl:when>
          <xsl:when test="@name = 'temporal'">
            <lido:subjectDate>
              <xsl:if test=". != ''">
                <lido:displayDate>
                  <xsl:copy-of select="@xml:lang"/>
                  <xsl:value-of select="."/>
                </lido:displayDate>
              </xsl:if>
              <xsl:if test="@start and @end">
                <lido:date>
                  <lido:earliestDate>
                    <xsl:value-of select="@start"/>
                  </lido:earliestDate>
                  <lido:latestDate>
                    <xsl:value-of select="@end"/>
                  </lido:latestDate>
                </lido:date>
              </xsl:if>
            </lido:subjectDate>
          </xsl:when>
          <xsl:otherwise>
            <lido:subjectConcept>
              <xsl:call-template name="concept"/>
            </lido:subjectConcept>
          </xsl:otherwise>
        </xsl:choose>
      </lido:subject>
    </lido:subjectSet>
  </xsl:template>
  <xsl:template match="v:property" mode="related">
    <lido:relatedWorkSet>
      <lido:relatedWork>
        <xsl:if test=". != ''">
          <lido:displayObject>
            <xsl:copy-of select="@xml:lang"/>
            <xsl:value-of select="."/>
          </lido:displayObject>
        </xsl:if>
        <xsl:if test="starts-with(@uri, 'http')">
          <lido:object>
            <lido:objectWebResource>
              <xsl:value-of select="@uri"/>
            </lido:objectWebResource>
          </lido:object>
        </xsl:if>
      </lido:relatedWork>
      <lido:relatedWorkRelType>
        <lido:term>
          <xsl:value-of select="@name"/>
        </lido:term>
      </lido:relatedWorkRelType>
    </lido:relatedWorkSet>
  </xsl:template>

  <!-- administrative -->
  <xsl:template name="rights">
    <xsl:variable name="words" select="v:property[@name = 'rights' or @name = 'rightsHolder']"/>
    <xsl:if test="$words">
      <lido:rightsWorkWrap>
        <xsl:for-each select="$words">
          <lido:rightsWorkSet>
            <xsl:choose>
              <xsl:when test="@name = 'rightsHolder'">
                <lido:rightsHolder>
                  <lido:legalBodyName>
                    <xsl:call-template name="appellation"/>
                  </lido:legalBodyName>
                </lido:rightsHolder>
              </xsl:when>
              <xsl:otherwise>
                <lido:rightsType>
                  <xsl:call-template name="concept"/>
                </lido:rightsType>
              </xsl:otherwise>
            </xsl:choose>
          </lido:rightsWorkSet>
        </xsl:for-each>
      </lido:rightsWorkWrap>
    </xsl:if>
  </xsl:template>
  <xsl:template name="record">
    <lido:recordWrap>
      <lido:recordID lido:type="local">
        <xsl:value-of select="@identifier"/>
      </lido:recordID>
      <lido:recordType>
        <lido:term xml:lang="en">item</lido:term>
      </lido:recordType>
      <lido:recordSource>
        <xsl:call-template name="legal-body"/>
      </lido:recordSource>
      <lido:recordInfoSet>
        <lido:recordInfoLink>
          <xsl:value-of select="$page"/>
        </lido:recordInfoLink>
      </lido:recordInfoSet>
    </lido:recordWrap>
  </xsl:template>
  <xsl:template match="v:image" mode="resource">
    <lido:resourceSet>
      <lido:resourceID lido:type="local">
        <xsl:value-of select="@identifier"/>
      </lido:resourceID>
      <lido:resourceRepresentation lido:type="http://terminology.lido-schema.org/lido00464">
        <lido:linkResource>
          <xsl:call-template name="picture"/>
        </lido:linkResource>
      </lido:resourceRepresentation>
      <lido:resourceRepresentation lido:type="http://terminology.lido-schema.org/lido00451">
        <lido:linkResource>
          <xsl:call-template name="thumbnail"/>
        </lido:linkResource>
      </lido:resourceRepresentation>
      <xsl:if test="$object/@rights">
        <lido:rightsResource>
          <lido:rightsType>
            <lido:conceptID lido:type="URI">
              <xsl:value-of select="$object/@rights"/>
            </lido:conceptID>
          </lido:rightsType>
        </lido:rightsResource>
      </xsl:if>
    </lido:resourceSet>
  </xsl:template>
</xsl:stylesheet>
