<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  An object as METS 1.12: its description as MODS (mods.xsl), its images by their address, its pages
  in their order.  The source: as in oai_dc.xsl; the parameters: as in lib/out.xsl.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:v="urn:vartai:description:1" xmlns:c="urn:vartai:crosswalk:1" xmlns:mets="http://www.loc.gov/METS/"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    exclude-result-prefixes="v c">
  <xsl:import href="mods.xsl"/>
  <c:format ns="http://www.loc.gov/METS/" schema="http://www.loc.gov/standards/mets/mets.xsd"/>
  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>

  <!-- IDs are unique in a whole answer of OAI-PMH. -->
  <xsl:variable name="own" select="translate($object/@identifier, '~', '·')"/>

  <xsl:template match="/v:object">
    <mets:mets OBJID="{$object/@identifier}" xsi:schemaLocation="http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/mets.xsd">
      <xsl:for-each select="(v:property[@name = 'title'])[1]">
        <xsl:attribute name="LABEL">
          <xsl:call-template name="words"/>
        </xsl:attribute>
      </xsl:for-each>
      <mets:metsHdr>
        <mets:agent ROLE="CREATOR" TYPE="ORGANIZATION">
          <mets:name>
            <xsl:value-of select="$holder"/>
            <xsl:if test="not($holder)">
              <xsl:value-of select="v:institution/@code"/>
            </xsl:if>
          </mets:name>
        </mets:agent>
      </mets:metsHdr>
      <mets:dmdSec ID="dmd-{$own}">
        <mets:mdWrap MDTYPE="MODS">
          <mets:xmlData>
            <xsl:call-template name="mods"/>
          </mets:xmlData>
        </mets:mdWrap>
      </mets:dmdSec>
      <xsl:if test="$images">
        <mets:fileSec>
          <mets:fileGrp USE="DEFAULT">
            <xsl:apply-templates select="$images" mode="file"/>
          </mets:fileGrp>
          <mets:fileGrp USE="THUMBS">
            <xsl:apply-templates select="$images" mode="small"/>
          </mets:fileGrp>
        </mets:fileSec>
      </xsl:if>
      <mets:structMap TYPE="PHYSICAL">
        <mets:div TYPE="physSequence" ID="phys-{$own}" DMDID="dmd-{$own}">
          <xsl:apply-templates select="$images" mode="page"/>
        </mets:div>
      </mets:structMap>
    </mets:mets>
  </xsl:template>

  <xsl:template match="v:image" mode="file">
    <mets:file ID="file-{@page}-{$own}" MIMETYPE="image/jpeg">
      <mets:FLocat LOCTYPE="URL">
        <xsl:attribute name="xlink:href">
          <xsl:call-template name="picture"/>
        </xsl:attribute>
      </mets:FLocat>
    </mets:file>
  </xsl:template>
  <xsl:template match="v:image" mode="small">
    <mets:file ID="small-{@page}-{$own}" MIMETYPE="image/jpeg">
      <mets:FLocat LOCTYPE="URL">
        <xsl:attribute name="xlink:href">
          <xsl:call-template name="thumbnail"/>
        </xsl:attribute>
      </mets:FLocat>
    </mets:file>
  </xsl:template>
  <xsl:template match="v:image" mode="page">
    <mets:div TYPE="page" ID="page-{@page}-{$own}" ORDER="{@page}">
      <mets:fptr FILEID="file-{@page}-{$own}"/>
      <mets:fptr FILEID="small-{@page}-{$own}"/>
    </mets:div>
  </xsl:template>
</xsl:stylesheet>
