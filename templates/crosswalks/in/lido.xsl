<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  LIDO 1.0 and 1.1 (one namespace) to our description.

  identifier    lidoRecID (type local first), the last segment of an address; workID, objectPublishedID as properties
  kind          classification of type europeana:type, else resourceType
  type          objectWorkType, classification    title, alternative   titleSet (preferred, alternate)
  description   objectDescriptionSet, inscriptions, displayState, displayEdition
  extent        objectMeasurementsSet             medium   eventMaterialsTech
  creator, contributor, publisher   actors of the events, by role; by the event where there is no role
  created, issued, date             dates of making, of publication, of others where there is neither
  spatial       place of making or publication (role prp, pup), subjectPlace; gml:pos is latitude, longitude
                unless its srsName says CRS84 or the old EPSG form, or the first number cannot be a latitude
  provenance    acquisition, collecting and finding, in words
  subject, temporal   subjectSet; periodName       relation, isPartOf  relatedWorkSet
  rights        rightsResource, else rightsWorkSet: an address (attribute) and words; rightsHolder
  institution   repositorySet; of the record: recordSource          source  recordInfoLink
  file          linkResource: of each resourceSet the best copy and the thumbnail

  A descriptiveMetadata in each of several languages gives the properties in each.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="http://www.lido-schema.org" xmlns="urn:vartai:description:1" exclude-result-prefixes="l">
  <xsl:include href="../lib/object.xsl"/>
  <xsl:include href="../lib/relators.xsl"/>

  <xsl:template match="l:lidoWrap" mode="object">
    <xsl:apply-templates select="l:lido[1]" mode="object"/>
  </xsl:template>

  <xsl:template match="l:lido" mode="object">
    <xsl:variable name="ids" select="l:lidoRecID[normalize-space() != '']"/>
    <xsl:variable name="resources" select="l:administrativeMetadata[1]/l:resourceWrap/l:resourceSet"/>
    <object>
      <xsl:attribute name="identifier">
        <xsl:call-template name="last-segment">
          <xsl:with-param name="of" select="normalize-space(($ids[@l:type = 'local'] | $ids[not($ids[@l:type = 'local'])])[1])"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:attribute name="kind">
        <xsl:call-template name="kind">
          <xsl:with-param name="said" select="normalize-space(l:descriptiveMetadata/l:objectClassificationWrap/l:classificationWrap/l:classification[contains(@l:type, 'europeana')][1]/l:term[1])"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:attribute name="rights">
        <xsl:call-template name="rights">
          <xsl:with-param name="resource" select="$resources/l:rightsResource"/>
          <xsl:with-param name="work" select="l:administrativeMetadata/l:rightsWorkWrap/l:rightsWorkSet"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:apply-templates select="l:descriptiveMetadata/l:objectIdentificationWrap/l:titleWrap"/>
      <xsl:apply-templates select="l:descriptiveMetadata/l:eventWrap"/>
      <xsl:apply-templates select="l:descriptiveMetadata/l:objectClassificationWrap"/>
      <xsl:apply-templates select="l:descriptiveMetadata/l:objectIdentificationWrap/*[not(self::l:titleWrap)]"/>
      <xsl:apply-templates select="l:descriptiveMetadata/l:objectRelationWrap"/>
      <xsl:apply-templates select="l:objectPublishedID"/>
      <xsl:apply-templates select="l:administrativeMetadata"/>
    </object>
  </xsl:template>

  <xsl:template match="text()"/>

  <!-- A term: one property a language, the address of its conceptID with each. -->
  <xsl:template name="concept">
    <xsl:param name="name"/>
    <xsl:param name="role"/>
    <xsl:variable name="uri">
      <xsl:call-template name="id-address"/>
    </xsl:variable>
    <xsl:variable name="terms" select="l:term[not(@l:pref = 'alternate' or @l:pref = 'alternative')][normalize-space() != '']"/>
    <xsl:for-each select="$terms">
      <property name="{$name}" uri="{$uri}" role="{$role}">
        <xsl:attribute name="xml:lang">
          <xsl:call-template name="lang"/>
        </xsl:attribute>
        <xsl:value-of select="normalize-space()"/>
      </property>
    </xsl:for-each>
    <xsl:if test="not($terms)">
      <property name="{$name}" uri="{$uri}" role="{$role}"/>
    </xsl:if>
    <!-- its other addresses -->
    <xsl:for-each select="l:conceptID[$uri != '']">
      <xsl:variable name="other">
        <xsl:call-template name="authority">
          <xsl:with-param name="value" select="."/>
          <xsl:with-param name="source" select="@l:source"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:if test="$other != '' and $other != $uri">
        <property name="exactMatch" uri="{$other}">
          <xsl:value-of select="$uri"/>
        </property>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
  <!-- The best address among the conceptID, actorID, placeID of the element. -->
  <xsl:template name="id-address">
    <xsl:call-template name="best-id">
      <xsl:with-param name="ids" select="l:conceptID[@l:pref = 'preferred'] | l:actorID[@l:pref = 'preferred'] | l:placeID[@l:pref = 'preferred']"/>
      <xsl:with-param name="others" select="l:conceptID | l:actorID | l:placeID"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template name="best-id">
    <xsl:param name="ids"/>
    <xsl:param name="others" select="/.."/>
    <xsl:variable name="address">
      <xsl:if test="$ids">
        <xsl:call-template name="authority">
          <xsl:with-param name="value" select="$ids[1]"/>
          <xsl:with-param name="source" select="$ids[1]/@l:source"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$address != ''">
        <xsl:value-of select="$address"/>
      </xsl:when>
      <xsl:when test="count($ids) &gt; 1">
        <xsl:call-template name="best-id">
          <xsl:with-param name="ids" select="$ids[position() &gt; 1]"/>
          <xsl:with-param name="others" select="$others"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$others">
        <xsl:call-template name="best-id">
          <xsl:with-param name="ids" select="$others"/>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="words">
    <xsl:param name="name"/>
    <property name="{$name}">
      <xsl:attribute name="xml:lang">
        <xsl:call-template name="lang"/>
      </xsl:attribute>
      <xsl:value-of select="normalize-space()"/>
    </property>
  </xsl:template>

  <!-- objectClassificationWrap -->
  <xsl:template match="l:objectWorkType">
    <xsl:call-template name="concept">
      <xsl:with-param name="name" select="'type'"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="l:classification">
    <xsl:if test="not(contains(@l:type, 'europeana'))">
      <xsl:call-template name="concept">
        <xsl:with-param name="name" select="'type'"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
  <xsl:template name="kind">
    <xsl:param name="said"/>
    <xsl:if test="contains('|TEXT|IMAGE|SOUND|VIDEO|3D|', concat('|', translate($said, $lower, $upper), '|'))">
      <xsl:value-of select="translate($said, $lower, $upper)"/>
    </xsl:if>
  </xsl:template>

  <!-- objectIdentificationWrap -->
  <xsl:template match="l:titleSet">
    <xsl:variable name="set" select="."/>
    <xsl:for-each select="l:appellationValue[normalize-space() != '']">
      <xsl:variable name="name">
        <xsl:choose>
          <xsl:when test="starts-with(@l:pref, 'alternat') or ($set/@l:pref and starts-with($set/@l:pref, 'alternat'))">alternative</xsl:when>
          <xsl:otherwise>title</xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <xsl:call-template name="words">
        <xsl:with-param name="name" select="$name"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="l:inscriptionTranscription | l:inscriptionDescription/l:descriptiveNoteValue | l:displayState | l:displayEdition | l:objectDescriptionSet/l:descriptiveNoteValue">
    <xsl:call-template name="words">
      <xsl:with-param name="name" select="'description'"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="l:objectMeasurementsSet">
    <xsl:choose>
      <xsl:when test="l:displayObjectMeasurements[normalize-space() != '']">
        <xsl:for-each select="l:displayObjectMeasurements[normalize-space() != '']">
          <xsl:call-template name="words">
            <xsl:with-param name="name" select="'extent'"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <property name="extent">
          <xsl:attribute name="xml:lang">
            <xsl:call-template name="lang"/>
          </xsl:attribute>
          <xsl:for-each select="l:objectMeasurements/l:measurementsSet[l:measurementValue[normalize-space() != '']]">
            <xsl:if test="position() &gt; 1">; </xsl:if>
            <xsl:value-of select="normalize-space(concat(l:measurementType[1], ' ', l:measurementValue[1], ' ', l:measurementUnit[1]))"/>
          </xsl:for-each>
        </property>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="l:repositorySet">
    <xsl:if test="not(@l:type) or @l:type = 'current' or contains(@l:type, 'lido00475')">
      <xsl:for-each select="l:workID[normalize-space() != '']">
        <property name="identifier">
          <xsl:value-of select="normalize-space()"/>
        </property>
      </xsl:for-each>
      <xsl:apply-templates select="l:repositoryName" mode="body"/>
    </xsl:if>
  </xsl:template>
  <xsl:template match="*" mode="body">
    <xsl:param name="of"/>
    <xsl:variable name="ids" select="l:legalBodyID[normalize-space() != '']"/>
    <xsl:variable name="uri" select="normalize-space($ids[starts-with(normalize-space(), 'http')][1])"/>
    <xsl:variable name="code" select="normalize-space(($ids[not(starts-with(normalize-space(), 'http'))] | $ids[contains(., '/isil/') or contains(., 'lobid.org')])[1])"/>
    <xsl:for-each select="l:legalBodyName/l:appellationValue[normalize-space() != ''] | self::*[not(l:legalBodyName/l:appellationValue[normalize-space() != ''])]">
      <institution of="{$of}" uri="{$uri}">
        <xsl:attribute name="code">
          <xsl:call-template name="last-segment">
            <xsl:with-param name="of" select="substring($code, 1 + 5 * number(starts-with($code, 'ISIL ')))"/>
          </xsl:call-template>
        </xsl:attribute>
        <xsl:if test="self::l:appellationValue">
          <xsl:attribute name="xml:lang">
            <xsl:call-template name="lang"/>
          </xsl:attribute>
          <xsl:value-of select="normalize-space()"/>
        </xsl:if>
      </institution>
    </xsl:for-each>
  </xsl:template>

  <!-- eventWrap.  What an event is: by LIDO's own concepts, or by words. -->
  <xsl:variable name="events">
    <xsl:text>|lido00007=made|lido00012=made|lido00224=made|production=made|creation=made|making=made|designing=made</xsl:text>
    <xsl:text>|herstellung=made|geistige schöpfung=made|entwurf=made|sukūrimas=made|kūrimas=made|gamyba=made|pagaminimas=made|vervaardiging=made</xsl:text>
    <xsl:text>|lido00228=issued|publication=issued|veröffentlichung=issued|leidyba=issued|išleidimas=issued|publikavimas=issued</xsl:text>
    <xsl:text>|lido00001=owned|lido00010=owned|lido00033=owned|lido00002=owned|acquisition=owned|collecting=owned|finding=owned|provenance=owned</xsl:text>
    <xsl:text>|erwerb=owned|sammeltätigkeit=owned|fund=owned|įsigijimas=owned|surinkimas=owned|radimas=owned|kilmė=owned|</xsl:text>
  </xsl:variable>
  <xsl:template match="l:event">
    <xsl:variable name="id">
      <xsl:call-template name="last-segment">
        <xsl:with-param name="of" select="normalize-space(l:eventType/l:conceptID[1])"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="known" select="l:eventType/l:term[contains($events, concat('|', translate(normalize-space(), $upper, $lower), '='))][normalize-space() != ''][1]"/>
    <xsl:variable name="what">
      <xsl:choose>
        <xsl:when test="$id != '' and contains($events, concat('|', $id, '='))">
          <xsl:value-of select="substring-before(substring-after($events, concat('|', $id, '=')), '|')"/>
        </xsl:when>
        <xsl:when test="$known">
          <xsl:value-of select="substring-before(substring-after($events, concat('|', translate(normalize-space($known), $upper, $lower), '=')), '|')"/>
        </xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$what = 'owned'">
        <xsl:call-template name="event-in-words"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="l:eventActor" mode="actor">
          <xsl:with-param name="what" select="$what"/>
        </xsl:apply-templates>
        <xsl:call-template name="event-date">
          <xsl:with-param name="what" select="$what"/>
        </xsl:call-template>
        <xsl:for-each select="l:periodName">
          <xsl:call-template name="concept">
            <xsl:with-param name="name" select="'temporal'"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="l:eventPlace">
          <xsl:call-template name="place">
            <xsl:with-param name="role" select="substring-before(substring-after('|made=prp|issued=pup|', concat('|', $what, '=')), '|')"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:apply-templates select="l:eventMaterialsTech"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="event-in-words">
    <property name="provenance">
      <xsl:attribute name="xml:lang">
        <xsl:call-template name="lang"/>
      </xsl:attribute>
      <xsl:for-each select="l:eventType/l:term[normalize-space() != ''][not(@xml:lang) or @xml:lang = ancestor::l:descriptiveMetadata/@xml:lang][1]
          | l:eventActor/l:displayActorInRole[normalize-space() != '']
          | l:eventActor[not(l:displayActorInRole[normalize-space() != ''])]/l:actorInRole/l:actor/l:nameActorSet[1]/l:appellationValue[normalize-space() != ''][1]
          | l:eventDate/l:displayDate[normalize-space() != '']
          | l:eventDate[not(l:displayDate[normalize-space() != ''])]/l:date/l:earliestDate[normalize-space() != '']
          | l:eventPlace/l:displayPlace[normalize-space() != '']
          | l:eventDescriptionSet/l:descriptiveNoteValue[normalize-space() != '']">
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:value-of select="normalize-space()"/>
      </xsl:for-each>
    </property>
  </xsl:template>

  <xsl:template match="l:eventActor" mode="actor">
    <xsl:param name="what"/>
    <xsl:choose>
      <xsl:when test="l:actorInRole/l:actor/l:nameActorSet/l:appellationValue[normalize-space() != '']">
        <xsl:for-each select="l:actorInRole[l:actor/l:nameActorSet/l:appellationValue[normalize-space() != '']]">
          <xsl:call-template name="actor">
            <xsl:with-param name="what" select="$what"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="l:displayActorInRole[normalize-space() != ''][1]">
          <property>
            <xsl:attribute name="name">
              <xsl:call-template name="actor-property">
                <xsl:with-param name="what" select="$what"/>
              </xsl:call-template>
            </xsl:attribute>
            <xsl:value-of select="normalize-space()"/>
          </property>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="actor-property">
    <xsl:param name="what"/>
    <xsl:param name="role"/>
    <xsl:call-template name="agent-name">
      <xsl:with-param name="role" select="$role"/>
      <xsl:with-param name="otherwise">
        <xsl:choose>
          <xsl:when test="$what = 'made'">creator</xsl:when>
          <xsl:when test="$what = 'issued'">publisher</xsl:when>
          <xsl:otherwise>contributor</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <!-- context: actorInRole -->
  <xsl:template name="actor">
    <xsl:param name="what"/>
    <xsl:variable name="by-id">
      <xsl:call-template name="relator">
        <xsl:with-param name="value" select="l:roleActor/l:conceptID[contains(., '/relators/')][1]"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="role">
      <xsl:value-of select="$by-id"/>
      <xsl:if test="$by-id = ''">
        <xsl:call-template name="first-role">
          <xsl:with-param name="terms" select="l:roleActor/l:term"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:variable>
    <xsl:variable name="name">
      <xsl:call-template name="actor-property">
        <xsl:with-param name="what" select="$what"/>
        <xsl:with-param name="role" select="$role"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:for-each select="l:actor">
      <xsl:variable name="uri">
        <xsl:call-template name="id-address"/>
      </xsl:variable>
      <xsl:variable name="names" select="l:nameActorSet/l:appellationValue[normalize-space() != '']"/>
      <xsl:variable name="value" select="($names[@l:pref = 'preferred'] | $names[not($names[@l:pref = 'preferred'])])[1]"/>
      <property name="{$name}" role="{$role}" uri="{$uri}">
        <xsl:for-each select="$value">
          <xsl:attribute name="xml:lang">
            <xsl:value-of select="@xml:lang"/>
          </xsl:attribute>
        </xsl:for-each>
        <xsl:value-of select="normalize-space($value)"/>
        <xsl:variable name="born" select="normalize-space(l:vitalDatesActor/l:earliestDate[1])"/>
        <xsl:variable name="died" select="normalize-space(l:vitalDatesActor/l:latestDate[1])"/>
        <xsl:if test="$born != '' or $died != ''">
          <xsl:value-of select="concat(', ', $born, '–', $died)"/>
        </xsl:if>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="first-role">
    <xsl:param name="terms"/>
    <xsl:if test="$terms">
      <xsl:variable name="role">
        <xsl:call-template name="relator">
          <xsl:with-param name="value" select="$terms[1]"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:value-of select="$role"/>
      <xsl:if test="$role = ''">
        <xsl:call-template name="first-role">
          <xsl:with-param name="terms" select="$terms[position() &gt; 1]"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- eventDate: words first; a date of 0 is a database's empty field -->
  <xsl:template name="event-date">
    <xsl:param name="what"/>
    <xsl:variable name="words" select="l:eventDate/l:displayDate[normalize-space() != ''][1]"/>
    <xsl:variable name="start" select="normalize-space(l:eventDate/l:date/l:earliestDate[normalize-space() != '' and normalize-space() != '0'][1])"/>
    <xsl:variable name="end" select="normalize-space(l:eventDate/l:date/l:latestDate[normalize-space() != '' and normalize-space() != '0'][1])"/>
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="$what = 'made'">created</xsl:when>
        <xsl:when test="$what = 'issued'">issued</xsl:when>
        <xsl:otherwise>date</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <property name="{$name}" start="{$start}" end="{$end}">
      <xsl:for-each select="$words">
        <xsl:attribute name="xml:lang">
          <xsl:call-template name="lang"/>
        </xsl:attribute>
      </xsl:for-each>
      <xsl:choose>
        <xsl:when test="$words">
          <xsl:value-of select="normalize-space($words)"/>
        </xsl:when>
        <xsl:when test="$start != $end">
          <xsl:value-of select="concat($start, '/', $end)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="$start"/>
        </xsl:otherwise>
      </xsl:choose>
    </property>
  </xsl:template>

  <!-- a place and where it lies; context: eventPlace, subjectPlace -->
  <xsl:template name="place">
    <xsl:param name="role"/>
    <xsl:variable name="names" select="l:place/l:namePlaceSet/l:appellationValue[normalize-space() != '']"/>
    <xsl:variable name="kept" select="$names[@l:pref = 'preferred'] | $names[not($names[@l:pref = 'preferred'])][not(starts-with(@l:pref, 'alternat'))]"/>
    <xsl:variable name="uri">
      <xsl:for-each select="l:place[1]">
        <xsl:call-template name="id-address"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="spot">
      <xsl:apply-templates select="(.//*[local-name() = 'pos' or local-name() = 'coordinates'][namespace-uri() != 'http://www.lido-schema.org'][normalize-space() != ''])[1]" mode="spot"/>
    </xsl:variable>
    <xsl:for-each select="$kept | l:displayPlace[not($kept)][normalize-space() != ''][1] | self::*[not($kept) and not(l:displayPlace[normalize-space() != ''])]">
      <property name="spatial" role="{$role}" uri="{$uri}">
        <xsl:attribute name="xml:lang">
          <xsl:call-template name="lang"/>
        </xsl:attribute>
        <xsl:if test="contains($spot, '|')">
          <xsl:attribute name="latitude">
            <xsl:value-of select="substring-before($spot, '|')"/>
          </xsl:attribute>
          <xsl:attribute name="longitude">
            <xsl:value-of select="substring-after($spot, '|')"/>
          </xsl:attribute>
        </xsl:if>
        <xsl:choose>
          <xsl:when test="self::l:appellationValue or self::l:displayPlace">
            <xsl:value-of select="normalize-space()"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="translate($spot, '|', ' ')"/>
          </xsl:otherwise>
        </xsl:choose>
      </property>
    </xsl:for-each>
  </xsl:template>
  <!-- "latitude|longitude" -->
  <xsl:template match="*" mode="spot">
    <xsl:variable name="text" select="normalize-space(translate(., ',;', '  '))"/>
    <xsl:variable name="first" select="number(substring-before($text, ' '))"/>
    <xsl:variable name="second" select="number(substring-before(concat(substring-after($text, ' '), ' '), ' '))"/>
    <xsl:variable name="srs" select="string((ancestor-or-self::*[@srsName][1])/@srsName)"/>
    <!-- GML 2's coordinates, CRS84 and "epsg.xml#4326" give the longitude first -->
    <xsl:variable name="is-turned" select="local-name() = 'coordinates' or contains($srs, 'CRS84') or contains($srs, 'epsg.xml#')
        or $first &gt; 90 or $first &lt; -90"/>
    <xsl:if test="string($first) != 'NaN' and string($second) != 'NaN'">
      <xsl:choose>
        <xsl:when test="$is-turned">
          <xsl:value-of select="concat($second, '|', $first)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="concat($first, '|', $second)"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:if>
  </xsl:template>

  <xsl:template match="l:eventMaterialsTech">
    <xsl:choose>
      <xsl:when test="l:displayMaterialsTech[normalize-space() != '']">
        <xsl:for-each select="l:displayMaterialsTech[normalize-space() != '']">
          <xsl:call-template name="words">
            <xsl:with-param name="name" select="'medium'"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="l:materialsTech/l:termMaterialsTech">
          <xsl:call-template name="concept">
            <xsl:with-param name="name" select="'medium'"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- objectRelationWrap -->
  <xsl:template match="l:subjectSet">
    <xsl:variable name="parts" select="l:subject/l:subjectConcept | l:subject/l:subjectActor | l:subject/l:subjectPlace
        | l:subject/l:subjectDate | l:subject/l:subjectEvent | l:subject/l:subjectObject"/>
    <xsl:apply-templates select="$parts"/>
    <xsl:if test="not($parts)">
      <xsl:for-each select="l:displaySubject[normalize-space() != '']">
        <xsl:call-template name="words">
          <xsl:with-param name="name" select="'subject'"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>
  <xsl:template match="l:subjectConcept">
    <xsl:call-template name="concept">
      <xsl:with-param name="name" select="'subject'"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="l:subjectActor">
    <xsl:variable name="uri">
      <xsl:for-each select="l:actor[1]">
        <xsl:call-template name="id-address"/>
      </xsl:for-each>
    </xsl:variable>
    <property name="subject" uri="{$uri}">
      <xsl:variable name="names" select="l:actor/l:nameActorSet/l:appellationValue[normalize-space() != '']"/>
      <xsl:value-of select="normalize-space(($names[@l:pref = 'preferred'] | $names[not($names[@l:pref = 'preferred'])] | l:displayActor[not($names)])[1])"/>
    </property>
  </xsl:template>
  <xsl:template match="l:subjectPlace">
    <xsl:call-template name="place"/>
  </xsl:template>
  <xsl:template match="l:subjectDate">
    <xsl:variable name="start" select="normalize-space(l:date/l:earliestDate[1])"/>
    <xsl:variable name="end" select="normalize-space(l:date/l:latestDate[1])"/>
    <property name="temporal" start="{$start}" end="{$end}">
      <xsl:value-of select="normalize-space(l:displayDate[1])"/>
      <xsl:if test="not(l:displayDate[normalize-space() != '']) and ($start != '' or $end != '')">
        <xsl:value-of select="concat($start, '/', $end)"/>
      </xsl:if>
    </property>
  </xsl:template>
  <xsl:template match="l:subjectEvent">
    <property name="subject">
      <xsl:attribute name="xml:lang">
        <xsl:call-template name="lang"/>
      </xsl:attribute>
      <xsl:value-of select="normalize-space((l:displayEvent | l:event/l:eventName/l:appellationValue)[normalize-space() != ''][1])"/>
    </property>
  </xsl:template>
  <xsl:template match="l:subjectObject">
    <property name="subject" uri="{normalize-space(l:object/l:objectWebResource[1])}">
      <xsl:value-of select="normalize-space((l:displayObject | l:object/l:objectNote)[normalize-space() != ''][1])"/>
    </property>
  </xsl:template>
  <xsl:template match="l:relatedWorkSet">
    <xsl:variable name="how" select="translate(concat(l:relatedWorkRelType/l:term[1], ' ', l:relatedWorkRelType/l:conceptID[1]), $upper, $lower)"/>
    <property uri="{normalize-space((l:relatedWork/l:object/l:objectWebResource | l:relatedWork/l:object/l:objectID)[starts-with(normalize-space(), 'http')][1])}">
      <xsl:attribute name="name">
        <xsl:choose>
          <xsl:when test="contains($how, 'part of') or contains($how, 'ispartof') or contains($how, 'teil von') or contains($how, 'dalis')">isPartOf</xsl:when>
          <xsl:when test="contains($how, 'has part') or contains($how, 'haspart')">hasPart</xsl:when>
          <xsl:otherwise>relation</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="xml:lang">
        <xsl:call-template name="lang"/>
      </xsl:attribute>
      <xsl:value-of select="normalize-space((l:relatedWork/l:displayObject | l:relatedWork/l:object/l:objectNote)[normalize-space() != ''][1])"/>
    </property>
  </xsl:template>

  <!-- identifiers -->
  <xsl:template match="l:objectPublishedID">
    <xsl:variable name="is-address" select="starts-with(normalize-space(), 'http')"/>
    <property name="identifier">
      <xsl:if test="$is-address">
        <xsl:attribute name="uri">
          <xsl:value-of select="normalize-space()"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="not($is-address)">
        <xsl:value-of select="normalize-space()"/>
      </xsl:if>
    </property>
  </xsl:template>

  <!-- administrativeMetadata -->
  <xsl:template name="rights">
    <xsl:param name="resource"/>
    <xsl:param name="work"/>
    <xsl:variable name="r" select="$resource/l:rightsType/l:conceptID[starts-with(normalize-space(), 'http')] | $resource/l:rightsType/l:term[starts-with(normalize-space(), 'http')]"/>
    <xsl:variable name="w" select="$work/l:rightsType/l:conceptID[starts-with(normalize-space(), 'http')] | $work/l:rightsType/l:term[starts-with(normalize-space(), 'http')]"/>
    <xsl:value-of select="normalize-space(($r | $w[not($r)])[1])"/>
  </xsl:template>
  <xsl:template match="l:rightsWorkSet | l:rightsResource">
    <xsl:variable name="uri" select="normalize-space(l:rightsType/l:conceptID[starts-with(normalize-space(), 'http')][1])"/>
    <xsl:for-each select="l:rightsType/l:term[normalize-space() != '' and not(starts-with(normalize-space(), 'http'))] | l:creditLine[normalize-space() != '']">
      <property name="rights">
        <xsl:if test="self::l:term">
          <xsl:attribute name="uri">
            <xsl:value-of select="$uri"/>
          </xsl:attribute>
        </xsl:if>
        <xsl:attribute name="xml:lang">
          <xsl:call-template name="lang"/>
        </xsl:attribute>
        <xsl:value-of select="normalize-space()"/>
      </property>
    </xsl:for-each>
    <xsl:for-each select="l:rightsHolder">
      <property name="rightsHolder">
        <xsl:value-of select="normalize-space(l:legalBodyName[1]/l:appellationValue[1])"/>
      </property>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="l:recordWrap">
    <xsl:apply-templates select="l:recordSource" mode="body">
      <xsl:with-param name="of" select="'record'"/>
    </xsl:apply-templates>
    <xsl:for-each select="l:recordInfoSet/l:recordInfoLink[starts-with(normalize-space(), 'http')]">
      <property name="source" uri="{normalize-space()}"/>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="l:resourceSet">
    <xsl:apply-templates select="l:rightsResource"/>
    <xsl:variable name="all" select="l:resourceRepresentation[l:linkResource[normalize-space() != '']]"/>
    <xsl:variable name="thumbs" select="$all[contains(translate(@l:type, $upper, $lower), 'thumb') or contains(@l:type, 'lido00451')]"/>
    <xsl:variable name="whole" select="$all[not(contains(translate(@l:type, $upper, $lower), 'thumb') or contains(@l:type, 'lido00451'))]"/>
    <xsl:variable name="master" select="$whole[contains(@l:type, 'master') or contains(@l:type, 'lido00464')]"/>
    <xsl:variable name="best" select="($master | $whole[not($master)])[1]"/>
    <xsl:for-each select="$best/l:linkResource[normalize-space() != ''][1]">
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="normalize-space()"/>
        <xsl:with-param name="otherwise">
          <xsl:choose>
            <xsl:when test="contains(translate(concat(@l:formatResource, ' ', ../@l:type, ' ', ../../l:resourceType/l:term[1]), $upper, $lower), 'image')">image</xsl:when>
            <xsl:otherwise>file</xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="$thumbs[1]/l:linkResource[normalize-space() != ''][1]">
      <file href="{normalize-space()}" use="thumbnail"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
