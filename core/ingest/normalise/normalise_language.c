/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Languages to BCP 47: from ISO 639-2 (both its forms), 639-1, codes that MARC
 * has given up, and names in Lithuanian and English.  Of ISO 639-3 only what
 * the collections here need; called by normalise.c and by table readers.
 */
#include "api/arena.h"
#include "ingest/normalise/normalise.h"

#define VT_LANGUAGE_MAX 35 /* bytes of a tag: RFC 5646, 4.4.1 */

/* ISO 639-2, terminological and bibliographic, and MARC's old codes; to 639-1. */
static const char vt_language_two[] =
    " aar=aa abk=ab afr=af aka=ak alb=sq amh=am ara=ar arg=an arm=hy asm=as ava=av ave=ae "
    "aym=ay aze=az bak=ba bam=bm baq=eu bel=be ben=bn bih=bh bis=bi bod=bo bos=bs bre=br "
    "bul=bg bur=my cam=km cat=ca ces=cs cha=ch che=ce chi=zh chu=cu chv=cv cor=kw cos=co "
    "cre=cr cym=cy cze=cs dan=da deu=de div=dv dut=nl dzo=dz ell=el eng=en epo=eo esp=eo "
    "est=et eus=eu ewe=ee fao=fo far=fo fas=fa fij=fj fin=fi fra=fr fre=fr fri=fy fry=fy "
    "ful=ff gae=gd gag=gl gal=om geo=ka ger=de gla=gd gle=ga glg=gl glv=gv gre=el grn=gn "
    "gua=gn guj=gu hat=ht hau=ha heb=he her=hz hin=hi hmo=ho hrv=hr hun=hu hye=hy ibo=ig "
    "ice=is ido=io iii=ii iku=iu ile=ie ina=ia ind=id int=ia ipk=ik iri=ga isl=is ita=it "
    "jav=jv jpn=ja kal=kl kan=kn kas=ks kat=ka kau=kr kaz=kk khm=km kik=ki kin=rw kir=ky "
    "kom=kv kon=kg kor=ko kua=kj kur=ku lan=oc lao=lo lap=se lat=la lav=lv lim=li lin=ln "
    "lit=lt ltz=lb lub=lu lug=lg mac=mk mah=mh mal=ml mao=mi mar=mr max=gv may=ms mkd=mk "
    "mla=mg mlg=mg mlt=mt mol=ro mon=mn mri=mi msa=ms mya=my nau=na nav=nv nbl=nr nde=nd "
    "ndo=ng nep=ne nld=nl nno=nn nob=nb nor=no nya=ny oci=oc oji=oj ori=or orm=om oss=os "
    "pan=pa per=fa pli=pi pol=pl por=pt pus=ps que=qu roh=rm ron=ro rum=ro run=rn rus=ru "
    "sag=sg san=sa sao=sm scc=sr scr=hr sho=sn sin=si slk=sk slo=sk slv=sl sme=se smo=sm "
    "sna=sn snd=sd snh=si som=so sot=st spa=es sqi=sq srd=sc srp=sr sso=st ssw=ss sun=su "
    "swa=sw swe=sv tag=tl tah=ty taj=tg tam=ta tar=tt tat=tt tel=te tgk=tg tgl=tl tha=th "
    "tib=bo tir=ti ton=to tsn=tn tso=ts tsw=tn tuk=tk tur=tr twi=tw uig=ug ukr=uk urd=ur "
    "uzb=uz ven=ve vie=vi vol=vo wel=cy wln=wa wol=wo xho=xh yid=yi yor=yo zha=za zho=zh "
    "zul=zu ";

/* ISO 639-2 without a code of two letters, and
 * a few of 639-3: sgs, kdr, olt, prg, ltg, liv, ydd, yih, rml, szl,
 * vro, xsv, xcu, xzm (Baltic tongues, Karaim, Yiddish by region, Romani). */
static const char vt_language_three[] =
    " ace ach ada ady afa afh ain akk ale alg alt ang anp apa arc arn arp art arw ast ath "
    "aus awa bad bai bal ban bas bat bej bem ber bho bik bin bla bnt bra btk bua bug byn "
    "cad cai car cau ceb cel chb chg chk chm chn cho chp chr chy cmc cnr cop cpe cpf cpp "
    "crh crp csb cus dak dar day del den dgr din doi dra dsb dua dum dyu efi egy eka elx "
    "enm ewo fan fat fil fiu fon frm fro frr frs fur gaa gay gba gem gez gil gmh goh gon "
    "gor got grb grc gsw gwi hai haw hil him hit hmn hsb hup iba ijo ilo inc ine inh ira "
    "iro jbo jpr jrb kaa kab kac kam kar kaw kbd kdr kha khi kho kmb kok kos kpe krc krl "
    "kro kru kum kut lad lah lam lez liv lol loz ltg lua lui lun luo lus mad mag mai mak "
    "man map mas mdf mdr men mga mic min mis mkh mnc mni mno moh mos mul mun mus mwl mwr "
    "myn myv nah nai nap nds new nia nic niu nog non nqo nso nub nwc nym nyn nyo nzi olt "
    "osa ota oto paa pag pal pam pap pau peo phi phn pon pra prg pro raj rap rar rml roa "
    "rom rup sad sah sai sal sam sas sat scn sco sel sem sga sgn sgs shn sid sio sit sla "
    "sma smi smj smn sms snk sog son srn srr ssa suk sus sux syc syr szl tai tem ter tet "
    "tig tiv tkl tlh tli tmh tog tpi tsi tum tup tut tvl tyv udm uga umb und vai vot vro "
    "wak wal war was wen xal xcu xsv xzm yao yap ydd yih ypk zap zbl zen zgh znd zun zxx "
    "zza ";

/* Withdrawn codes of two letters. */
static const char vt_language_old[] = " iw=he in=id ji=yi jw=jv mo=ro sh=sr ";

/* Folded names; in Lithuanian as they stand before "kalba". */
static const struct {
	const char *tag, *names;
} vt_language_names[] = {
	{ "lt", " lietuviu lithuanian lietuviskai litauisch " },
	{ "en", " anglu english angliskai " },
	{ "pl", " lenku polish lenkiskai " },
	{ "ru", " rusu russian rusiskai " },
	{ "de", " vokieciu german vokiskai deutsch " },
	{ "fr", " prancuzu french " },
	{ "la", " lotynu latin " },
	{ "lv", " latviu latvian " },
	{ "ltg", " latgaliu latgalian " },
	{ "et", " estu estonian " },
	{ "be", " baltarusiu gudu belarusian byelorussian " },
	{ "uk", " ukrainieciu ukrainian " },
	{ "yi", " jidis yiddish " },
	{ "he", " hebraju hebrew ivrito " },
	{ "kdr", " karaimu karaim " },
	{ "tt", " totoriu tatar " },
	{ "rom", " romu romani cigonu " },
	{ "sgs", " zemaiciu samogitian " },
	{ "prg", " prusu prussian " },
	{ "cu", " baznytine_slavu church_slavonic old_church_slavonic " },
	{ "zle", " senoji_gudu kanceliarine_slavu ruthenian " },
	{ "fi", " suomiu finnish " },
	{ "sv", " svedu swedish " },
	{ "da", " danu danish " },
	{ "no", " norvegu norwegian " },
	{ "nl", " olandu nyderlandu dutch flemish " },
	{ "cs", " ceku czech " },
	{ "sk", " slovaku slovak " },
	{ "hu", " vengru hungarian " },
	{ "it", " italu italian " },
	{ "es", " ispanu spanish " },
	{ "pt", " portugalu portuguese " },
	{ "ro", " rumunu romanian " },
	{ "bg", " bulgaru bulgarian " },
	{ "sr", " serbu serbian " },
	{ "hr", " kroatu croatian " },
	{ "sl", " slovenu slovenian slovene " },
	{ "el", " graiku greek " },
	{ "grc", " senoji_graiku senoves_graiku ancient_greek " },
	{ "tr", " turku turkish " },
	{ "ka", " gruzinu sakartvelieciu georgian " },
	{ "hy", " armenu armenian " },
	{ "ar", " arabu arabic " },
	{ "zh", " kinu chinese " },
	{ "ja", " japonu japanese " },
	{ "eo", " esperanto " },
	{ "mul",
	  " multilingual keliomis_kalbomis keliu_kalbu ivairiomis_kalbomis multiple_languages " },
	{ "zxx", " no_linguistic_content be_teksto " },
};

static char
vt_language_lower(char c)
{
	return (c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
}

static bool
vt_language_is_letter(char c)
{
	return (vt_language_lower(c) >= 'a' && vt_language_lower(c) <= 'z');
}

/* In a blob of " key=value " or " key ": the value, or the key itself. */
static struct vt_str
vt_language_in(const char *blob, const char *key, size_t len)
{
	for (const char *at = blob + 1; *at != '\0'; at += strcspn(at, " ") + 1) {
		size_t n = strcspn(at, " =");

		if (n != len || memcmp(at, key, len) != 0)
			continue;
		if (at[n] == '=')
			at += n + 1;
		return ((struct vt_str){ at, strcspn(at, " ") });
	}
	return (VT_STR_NONE);
}

static bool
vt_language_is_two(const char *code)
{
	for (const char *at = vt_language_two; (at = strchr(at, '=')) != NULL; at++)
		if (at[1] == code[0] && at[2] == code[1])
			return (true);
	return (false);
}

/* The code at the front of a tag, in lower case already. */
static struct vt_str
vt_language_code(const char *code, size_t len)
{
	struct vt_str tag = VT_STR_NONE;

	if (len == 3) {
		tag = vt_language_in(vt_language_two, code, len);
		if (tag.len == 0)
			tag = vt_language_in(vt_language_three, code, len);
	} else if (len == 2) {
		tag = vt_language_in(vt_language_old, code, len);
		if (tag.len == 0 && vt_language_is_two(code))
			tag = (struct vt_str){ code, len };
	}
	return (tag);
}

/* Subtags behind the language: scripts "Hebr", regions "LT", all else lower. */
static void
vt_language_case(char *subtag, size_t len, bool is_private)
{
	for (size_t i = 0; i < len; i++)
		subtag[i] = vt_language_lower(subtag[i]);
	if (is_private || !vt_language_is_letter(subtag[0]))
		return;
	if (len == 4)
		subtag[0] = (char)(subtag[0] - 'a' + 'A');
	for (size_t i = 0; len == 2 && i < len; i++)
		subtag[i] =
		    (char)(vt_language_is_letter(subtag[i]) ? subtag[i] - 'a' + 'A' : subtag[i]);
}

static bool
vt_language_subtags(char *text, size_t len)
{
	bool is_private = false;
	size_t start = 1;

	if (len == 0)
		return (true);
	for (size_t i = 1; i <= len; i++) {
		if (i < len && text[i] != '-') {
			if (!vt_language_is_letter(text[i]) && (text[i] < '0' || text[i] > '9'))
				return (false);
			continue;
		}
		if (i == start || i - start > 8)
			return (false);
		vt_language_case(text + start, i - start, is_private);
		is_private = is_private || i - start == 1;
		start = i + 1;
	}
	return (true);
}

/* A tag or code: "lit", "LT", "yi_Hebr". */
static struct vt_str
vt_language_from_tag(struct vt_arena *a, struct vt_str s)
{
	char text[VT_LANGUAGE_MAX + 1];
	struct vt_str code, tag;
	size_t n = 0;

	if (s.len > VT_LANGUAGE_MAX)
		return (VT_STR_NONE);
	memcpy(text, s.p, s.len);
	for (size_t i = 0; i < s.len; i++)
		if (text[i] == '_')
			text[i] = '-';
	for (; n < s.len && vt_language_is_letter(text[n]); n++)
		text[n] = vt_language_lower(text[n]);
	if ((n < s.len && text[n] != '-') || !vt_language_subtags(text + n, s.len - n))
		return (VT_STR_NONE);
	code = vt_language_code(text, n);
	if (code.len == 0)
		return (VT_STR_NONE);
	tag = vt_str_printf(a, "%.*s%.*s", VT_STR_ARG(code), (int)(s.len - n), text + n);
	return (tag);
}

/* "Lietuvių kalba", "lietuvių k.", "Lithuanian language". */
static struct vt_str
vt_language_from_name(struct vt_arena *a, struct vt_str s)
{
	static const char *const tails[] = { " kalba", " kalbos", " k.", " k", " language" };
	struct vt_str name = vt_str_trim(vt_str_fold(a, s));
	char *text;

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		if (vt_str_ends(name, vt_str_of(tails[i]))) {
			name = vt_str_sub(name, 0, name.len - strlen(tails[i]));
			break;
		}
	text = vt_str_c(a, vt_str_trim(name));
	if (text == NULL)
		return (VT_STR_NONE);
	for (char *c = text; *c != '\0'; c++)
		if (*c == ' ')
			*c = '_';
	for (size_t i = 0; i < sizeof(vt_language_names) / sizeof(vt_language_names[0]); i++)
		if (vt_language_in(vt_language_names[i].names, text, strlen(text)).len != 0)
			return (vt_str_of(vt_language_names[i].tag));
	return (VT_STR_NONE);
}

struct vt_str
vt_language_tag(struct vt_arena *a, struct vt_str s)
{
	struct vt_str tag;

	s = vt_str_trim(s);
	if (s.len == 0 || !vt_utf8_is_valid(s))
		return (VT_STR_NONE);
	tag = vt_language_from_tag(a, s);
	return (tag.len != 0 ? tag : vt_language_from_name(a, s));
}
