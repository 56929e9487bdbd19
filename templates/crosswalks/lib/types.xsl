<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  What a thing is, out of codes: two words for the public, and the term's address in the Art &
  Architecture Thesaurus where it is certain.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="urn:vartai:description:1">

  <!-- code:Lithuanian:English:AAT number -->
  <xsl:variable name="types">
    <xsl:text>|book:knyga:book:300028051|newspaper:laikraštis:newspaper:300026656</xsl:text>
    <xsl:text>|periodical:periodinis leidinys:periodical:300026657|series:serija:series:</xsl:text>
    <xsl:text>|article:straipsnis:article:|manuscript:rankraštis:manuscript:300028569</xsl:text>
    <xsl:text>|music:natos:notated music:|map:žemėlapis:map:300028094</xsl:text>
    <xsl:text>|film:filmas:film:|speech:garso įrašas:sound recording:|song:muzikos įrašas:music recording:</xsl:text>
    <xsl:text>|picture:vaizdas:picture:|photograph:fotografija:photograph:300046300</xsl:text>
    <xsl:text>|drawing:piešinys:drawing:300033973|painting:paveikslas:painting:300033618</xsl:text>
    <xsl:text>|print:estampas:print:300041273|technical-drawing:brėžinys:technical drawing:</xsl:text>
    <xsl:text>|electronic:elektroninis išteklius:electronic resource:|realia:daiktas:object:</xsl:text>
    <xsl:text>|collection:rinkinys:collection:|</xsl:text>
  </xsl:variable>

  <xsl:template name="type">
    <xsl:param name="code"/>
    <xsl:variable name="row" select="substring-before(substring-after($types, concat('|', $code, ':')), '|')"/>
    <xsl:variable name="number" select="substring-after(substring-after($row, ':'), ':')"/>
    <xsl:if test="$code != '' and $row != ''">
      <xsl:variable name="uri">
        <xsl:if test="$number != ''">
          <xsl:value-of select="concat('http://vocab.getty.edu/aat/', $number)"/>
        </xsl:if>
      </xsl:variable>
      <property name="type" xml:lang="lt" uri="{$uri}">
        <xsl:value-of select="substring-before($row, ':')"/>
      </property>
      <property name="type" xml:lang="en" uri="{$uri}">
        <xsl:value-of select="substring-before(substring-after($row, ':'), ':')"/>
      </property>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
