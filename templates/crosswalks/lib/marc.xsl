<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  What UNIMARC and MARC 21 share.  Elements are taken by local name, so that MARCXML, MarcXchange
  (ISO 25577, both versions) and files without a namespace are read alike.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="urn:vartai:description:1">

  <xsl:variable name="record" select="(/*[local-name() = 'record'] | /*[local-name() = 'collection']/*[local-name() = 'record'])[1]"/>
  <xsl:variable name="fields" select="$record/*[local-name() = 'datafield']"/>
  <xsl:variable name="control" select="$record/*[local-name() = 'controlfield']"/>
  <xsl:variable name="leader" select="$record/*[local-name() = 'leader'][1]"/>
  <xsl:variable name="material" select="substring($leader, 7, 1)"/>
  <xsl:variable name="level" select="substring($leader, 8, 1)"/>

  <!-- Fields that nobody reads. -->
  <xsl:template match="*" mode="field" priority="-1"/>

  <!-- The non-sorting marks of UNIMARC (NSB, NSE) and MARC-8's, as characters or as UTF-8 of C1. -->
  <xsl:variable name="marks" select="'&#x88;&#x89;&#x98;&#x9C;'"/>

  <!-- Text without marks and without the ISBD punctuation that announces what follows. -->
  <xsl:template name="clean">
    <xsl:param name="value" select="."/>
    <xsl:variable name="s" select="normalize-space(translate($value, $marks, ''))"/>
    <xsl:choose>
      <xsl:when test="$s != '' and translate(substring($s, string-length($s)), '/:;,=', '') = ''">
        <xsl:call-template name="clean">
          <xsl:with-param name="value" select="substring($s, 1, string-length($s) - 1)"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$s"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The same, and without a full stop that ends the field; one that ends an abbreviation or an
       initial stays, and dots that break off. -->
  <xsl:variable name="abbreviations">
    <xsl:text>|Jr|Sr|St|Dr|Mr|Mrs|Ms|Co|Inc|Ltd|Dept|dept|Bros|Corp|Univ|al|bk|ca|ed|etc|Ed|ill|no|No|pt|Pt|ser|vol|Vol|cm|mm</xsl:text>
    <xsl:text>|Ala|Ariz|Ark|Cal|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Me|Mich|Minn|Miss|Mo|Mont|Neb|Nev</xsl:text>
    <xsl:text>|Okla|Ont|Or|Pa|Que|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|leid|psl|pusl|iliustr|spaust|virš|ap|apyg|apskr|arch|dr</xsl:text>
    <xsl:text>|egz|el|El|gen|gr|inž|kn|kt|kun|lap|liet|Nr|nr|pan|pav|pr|prof|raj|red|rus|sąs|sav|sp|sud|pab|vid|Šv|šv|tt|vert|vnt|vok|vysk|žml|žr|</xsl:text>
  </xsl:variable>
  <xsl:template name="clean-dot">
    <xsl:param name="value" select="."/>
    <xsl:variable name="s">
      <xsl:call-template name="clean">
        <xsl:with-param name="value" select="$value"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="bare" select="substring($s, 1, string-length($s) - 1)"/>
    <xsl:variable name="word">
      <xsl:call-template name="last-word">
        <xsl:with-param name="of" select="$bare"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="substring($s, string-length($s)) = '.' and not(contains($word, '.'))
          and (string-length($word) &gt; 1 or $word != '' and translate($word, '0123456789', '') = '')
          and not(contains($abbreviations, concat('|', $word, '|')))">
        <xsl:value-of select="$bare"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$s"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="last-word">
    <xsl:param name="of"/>
    <xsl:choose>
      <xsl:when test="contains($of, ' ')">
        <xsl:call-template name="last-word">
          <xsl:with-param name="of" select="substring-after($of, ' ')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$of"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Subfields, cleaned, one after another. -->
  <xsl:template name="join">
    <xsl:param name="of"/>
    <xsl:param name="by" select="' '"/>
    <xsl:for-each select="$of[normalize-space() != '']">
      <xsl:if test="position() &gt; 1">
        <xsl:value-of select="$by"/>
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
  </xsl:template>

  <!-- "[Kaunas]" as "Kaunas"; nothing for "[S. l.]" and its kin, which say that nothing is known. -->
  <xsl:template name="place">
    <xsl:param name="value" select="."/>
    <xsl:variable name="s">
      <xsl:call-template name="clean-dot">
        <xsl:with-param name="value" select="translate($value, '[]', '')"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="letters" select="translate(translate($s, $upper, $lower), ' .?,', '')"/>
    <xsl:if test="not(contains('|sl|sn|slsn|bv|bl|bvbl|bevietos|beleidimovietos|beleidėjo|beleidyklos|leidimovietanenurodyta|leidimovietanenustatyta|leidėjasnenurodytas|leidėjasnenustatytas|leidyklanenurodyta|leidyklanežinoma|nežinoma|leidimovietanežinoma|leidėjasnežinomas|placeofpublicationnotidentified|publishernotidentified|sinloco|sinenomine|bm|bw|',
        concat('|', $letters, '|')))">
      <xsl:value-of select="$s"/>
    </xsl:if>
  </xsl:template>

  <!-- <role> for each subfield that names one (relators.xsl), in their order. -->
  <xsl:template name="roles">
    <xsl:param name="of"/>
    <xsl:for-each select="$of">
      <xsl:variable name="role">
        <xsl:call-template name="relator">
          <xsl:with-param name="value" select="translate(., '.,', '')"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:if test="$role != ''">
        <role>
          <xsl:value-of select="$role"/>
        </role>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- The address of an authority in $0, $1 or $3 of the field. -->
  <xsl:template name="field-authority">
    <xsl:call-template name="first-authority">
      <xsl:with-param name="values" select="*[@code = '0' or @code = '1' or @code = '3']"/>
    </xsl:call-template>
  </xsl:template>

  <!-- 856 and its like: what is a file, what is a page. -->
  <xsl:template match="*[@tag = '856' or @tag = '956']" mode="field">
    <xsl:variable name="label" select="normalize-space((*[@code = 'z' or @code = '3' or @code = '2'] | *[@code = 'y'][string-length() &gt; 1])[1])"/>
    <xsl:for-each select="*[@code = 'u']">
      <xsl:variable name="href" select="normalize-space()"/>
      <xsl:variable name="use">
        <xsl:call-template name="file-use">
          <xsl:with-param name="href" select="$href"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:variable name="address">
        <xsl:call-template name="is-address">
          <xsl:with-param name="of" select="$href"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:choose>
        <xsl:when test="$use = 'image' or $use = 'file' or $address = ''">
          <xsl:call-template name="file">
            <xsl:with-param name="href" select="$href"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <property name="relation" uri="{$href}">
            <xsl:value-of select="$label"/>
          </property>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- An edge of a map in degrees: "E0241530", "W1800000", "E024.5", "+24.5", "E 24°15'30''",
       "R 24°15'" (Lithuanian).  Nothing where it cannot be told. -->
  <xsl:template name="degrees">
    <xsl:param name="of"/>
    <xsl:variable name="s" select="translate(normalize-space($of), 'ewnsrvšp()[] ', 'EWNSRVŠP')"/>
    <xsl:variable name="first" select="substring($s, 1, 1)"/>
    <xsl:variable name="sign">
      <xsl:choose>
        <xsl:when test="translate($first, 'WVSP-', '') = ''">-1</xsl:when>
        <xsl:otherwise>1</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="body" select="translate($s, 'EWNSRVŠP+-', '')"/>
    <xsl:variable name="parts" select="concat(normalize-space(translate($body, '°º˚′’ʹ&quot;″”', '              ')), ' ')"/>
    <xsl:variable name="plain" select="translate($parts, &quot;'&quot;, ' ')"/>
    <xsl:variable name="whole" select="substring-before($plain, ' ')"/>
    <xsl:variable name="rest" select="normalize-space(substring-after($plain, ' '))"/>
    <xsl:variable name="before" select="string-length(substring-before(concat($whole, '.'), '.'))"/>
    <xsl:variable name="value">
      <xsl:choose>
        <xsl:when test="translate($whole, '0123456789.', '') != '' or $whole = ''"/>
        <xsl:when test="$rest != ''">
          <xsl:value-of select="number($whole) + number(substring-before(concat($rest, ' '), ' ')) div 60
              + number(concat('0', normalize-space(substring-before(concat(normalize-space(substring-after(concat($rest, ' '), ' ')), ' '), ' ')))) div 3600"/>
        </xsl:when>
        <xsl:when test="$before &lt;= 3">
          <xsl:value-of select="number($whole)"/>
        </xsl:when>
        <xsl:when test="$before = 5">
          <xsl:value-of select="number(substring($whole, 1, 3)) + number(substring($whole, 4)) div 60"/>
        </xsl:when>
        <xsl:when test="$before = 7">
          <xsl:value-of select="number(substring($whole, 1, 3)) + number(substring($whole, 4, 2)) div 60 + number(substring($whole, 6)) div 3600"/>
        </xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="$value != '' and string(number($value)) != 'NaN'">
      <xsl:value-of select="$sign * $value"/>
    </xsl:if>
  </xsl:template>

  <!-- "latitude|longitude" of the middle of a box; nothing when an edge is missing. -->
  <xsl:template name="middle">
    <xsl:param name="west"/>
    <xsl:param name="east" select="$west"/>
    <xsl:param name="north"/>
    <xsl:param name="south" select="$north"/>
    <xsl:variable name="w">
      <xsl:call-template name="degrees">
        <xsl:with-param name="of" select="$west"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="e">
      <xsl:call-template name="degrees">
        <xsl:with-param name="of" select="$east"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="n">
      <xsl:call-template name="degrees">
        <xsl:with-param name="of" select="$north"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="s">
      <xsl:call-template name="degrees">
        <xsl:with-param name="of" select="$south"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:if test="$w != '' and $e != '' and $n != '' and $s != ''">
      <xsl:value-of select="concat(format-number(($n + $s) div 2, '0.######'), '|', format-number(($w + $e) div 2, '0.######'))"/>
    </xsl:if>
  </xsl:template>

  <!-- The same out of words: "(E 24°15'-E 25°30'/N 55°10'-N 54°20')". -->
  <xsl:template name="middle-of-words">
    <xsl:param name="of"/>
    <xsl:variable name="s" select="translate($of, '–—()', '--')"/>
    <xsl:variable name="across" select="substring-before($s, '/')"/>
    <xsl:variable name="up" select="substring-after($s, '/')"/>
    <xsl:call-template name="middle">
      <xsl:with-param name="west" select="substring-before(concat($across, '-'), '-')"/>
      <xsl:with-param name="east">
        <xsl:call-template name="after-dash">
          <xsl:with-param name="of" select="$across"/>
        </xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="north" select="substring-before(concat($up, '-'), '-')"/>
      <xsl:with-param name="south">
        <xsl:call-template name="after-dash">
          <xsl:with-param name="of" select="$up"/>
        </xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template name="after-dash">
    <xsl:param name="of"/>
    <xsl:choose>
      <xsl:when test="contains($of, '-')">
        <xsl:call-template name="after-dash">
          <xsl:with-param name="of" select="substring-after($of, '-')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$of"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A property spatial with coordinates: with the only place that the record is about ($place),
       else by itself, named by its numbers. -->
  <xsl:template name="spot">
    <xsl:param name="middle"/>
    <xsl:param name="name"/>
    <xsl:param name="lang"/>
    <xsl:param name="uri"/>
    <xsl:if test="$middle != ''">
      <property name="spatial" xml:lang="{$lang}" uri="{$uri}" latitude="{substring-before($middle, '|')}" longitude="{substring-after($middle, '|')}">
        <xsl:choose>
          <xsl:when test="$name != ''">
            <xsl:value-of select="$name"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="translate($middle, '|', ' ')"/>
          </xsl:otherwise>
        </xsl:choose>
      </property>
    </xsl:if>
  </xsl:template>

  <!-- Rights that are written as an address anywhere among $values. -->
  <xsl:template name="rights-address">
    <xsl:param name="values"/>
    <xsl:variable name="found" select="$values[contains(., '://creativecommons.org/') or contains(., '://rightsstatements.org/')
        or contains(., '://www.creativecommons.org/') or contains(., '://www.rightsstatements.org/')][1]"/>
    <xsl:if test="$found">
      <xsl:value-of select="concat('http', substring-before(concat(substring-after(normalize-space($found), 'http'), ' '), ' '))"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
