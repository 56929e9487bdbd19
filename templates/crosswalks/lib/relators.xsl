<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Who did what: UNIMARC's numbers, addresses, and words in Lithuanian and English, to MARC relator
  codes.  A word that is not here gives no role; nothing is guessed.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- UNIMARC Bibliographic, appendix C. -->
  <xsl:variable name="unimarc-relators">
    <xsl:text> 005=act 010=adp 018=anm 020=ann 030=arr 040=art 050=asg 060=asn 062=att 065=auc 070=aut</xsl:text>
    <xsl:text> 072=aqt 075=aft 080=aui 090=aus 100=ant 110=bnd 120=bdd 130=bkd 140=bjd 150=bpd 160=bsl</xsl:text>
    <xsl:text> 170=cll 180=ctg 190=cns 195=cnd 200=chr 202=ctr 205=ctb 210=cmm 212=cwt 220=com 230=cmp</xsl:text>
    <xsl:text> 240=cmt 245=ccp 250=cnd 255=cns 260=cph 270=crr 273=cur 275=dnc 280=dte 290=dto 295=dgg</xsl:text>
    <xsl:text> 300=drt 305=dis 310=dst 320=dnr 330=dub 340=edt 350=egr 360=etr 365=exp 370=flm 380=frg</xsl:text>
    <xsl:text> 390=fmo 400=fnd 410=clr 420=hnr 430=ilu 440=ill 450=ins 460=ive 470=ivr 480=lbt 490=lse</xsl:text>
    <xsl:text> 500=lso 510=ltg 520=lyr 530=mte 540=mon 545=mus 550=nrt 555=opn 557=orm 560=org 570=oth</xsl:text>
    <xsl:text> 580=ppm 582=pta 590=prf 595=res 600=pht 610=prt 620=pop 630=pro 633=prd 635=prg 640=pfr</xsl:text>
    <xsl:text> 650=pbl 651=pbd 660=rcp 670=rce 673=rth 675=rev 677=rtm 680=rbr 690=sce 695=sad 700=scr</xsl:text>
    <xsl:text> 705=scl 710=sec 720=sgn 721=sng 723=spn 725=stn 727=ths 730=trl 740=tyd 750=tyg 760=wde</xsl:text>
    <xsl:text> 770=wam </xsl:text>
  </xsl:variable>

  <!-- Words, in lower case, spaces as '_'. -->
  <xsl:variable name="relator-words">
    <xsl:text> author=aut autorius=aut autorė=aut writer=aut rašytojas=aut creator=cre kūrėjas=cre</xsl:text>
    <xsl:text> artist=art dailininkas=art dailininkė=art menininkas=art painter=art tapytojas=art</xsl:text>
    <xsl:text> draughtsman=art photographer=pht fotografas=pht fotografė=pht fotografavo=pht illustrator=ill</xsl:text>
    <xsl:text> iliustratorius=ill iliustratorė=ill iliustravo=ill translator=trl vertėjas=trl vertėja=trl</xsl:text>
    <xsl:text> vertė=trl editor=edt redaktorius=edt redaktorė=edt redagavo=edt compiler=com</xsl:text>
    <xsl:text> sudarytojas=com sudarytoja=com sudarė=com publisher=pbl leidėjas=pbl leidėja=pbl leidykla=pbl</xsl:text>
    <xsl:text> printer=prt spaustuvininkas=prt spaustuvė=prt engraver=egr graveris=egr raižytojas=egr etcher=etr</xsl:text>
    <xsl:text> lithographer=ltg litografas=ltg cartographer=ctg kartografas=ctg composer=cmp</xsl:text>
    <xsl:text> kompozitorius=cmp sculptor=scl skulptorius=scl architect=arc architektas=arc designer=dsr</xsl:text>
    <xsl:text> dizaineris=dsr scribe=scr perrašinėtojas=scr collector=col kolekcininkas=col rinkėjas=col</xsl:text>
    <xsl:text> donor=dnr dovanotojas=dnr owner=own savininkas=own former_owner=fmo buvęs_savininkas=fmo</xsl:text>
    <xsl:text> author_of_introduction=aui pratarmės_autorius=aui contributor=ctb director=drt režisierius=drt</xsl:text>
    <xsl:text> producer=pro prodiuseris=pro performer=prf atlikėjas=prf narrator=nrt pasakotojas=nrt</xsl:text>
    <xsl:text> interviewee=ive interviewer=ivr bookbinder=bnd binder=bnd knygrišys=bnd weaver=art</xsl:text>
    <xsl:text> maker=mfr gamintojas=mfr manufacturer=mfr correspondent=crp addressee=rcp adresatas=rcp </xsl:text>
  </xsl:variable>

  <!-- What makes an agent a creator rather than a contributor. -->
  <xsl:variable name="creator-roles"
      select="' aut cre art pht ctg cmp scl arc dsr egr etr ltg mfr com drt aud lbt lyr ive col att dis prg '"/>

  <xsl:template name="relator">
    <xsl:param name="value"/>
    <xsl:variable name="v" select="translate(normalize-space($value),
        'ABCDEFGHIJKLMNOPQRSTUVWXYZĄČĘĖĮŠŲŪŽ .:,;', 'abcdefghijklmnopqrstuvwxyząčęėįšųūž_')"/>
    <xsl:choose>
      <xsl:when test="$v = ''"/>
      <xsl:when test="contains($v, '/relators/')">
        <xsl:value-of select="substring(substring-after($v, '/relators/'), 1, 3)"/>
      </xsl:when>
      <xsl:when test="contains($unimarc-relators, concat(' ', $v, '='))">
        <xsl:value-of select="substring-before(substring-after($unimarc-relators, concat(' ', $v, '=')), ' ')"/>
      </xsl:when>
      <xsl:when test="contains($relator-words, concat(' ', $v, '='))">
        <xsl:value-of select="substring-before(substring-after($relator-words, concat(' ', $v, '=')), ' ')"/>
      </xsl:when>
      <xsl:when test="string-length($v) = 3 and translate($v, 'abcdefghijklmnopqrstuvwxyz', '') = ''">
        <xsl:value-of select="$v"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- The property that an agent goes into. -->
  <xsl:template name="agent-name">
    <xsl:param name="role"/>
    <xsl:param name="otherwise" select="'creator'"/>
    <xsl:choose>
      <xsl:when test="$role = 'pbl' or $role = 'pbd'">publisher</xsl:when>
      <xsl:when test="$role = '' or $role = 'oth' or $role = 'asn'">
        <xsl:value-of select="$otherwise"/>
      </xsl:when>
      <xsl:when test="contains($creator-roles, concat(' ', $role, ' '))">creator</xsl:when>
      <xsl:otherwise>contributor</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
