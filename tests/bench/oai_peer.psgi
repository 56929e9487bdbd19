#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# The other side of the OAI-PMH measurements: Debian's Dancer::Plugin::Catmandu::OAI
# over the same SQLite catalogue (PEER_CATALOG), its records as they are stored, which
# is kinder to it than templates would be.  `starman --workers 1 oai_peer.psgi`
use strict;
use warnings;

package Catmandu::Store::Peer;
use Moo;
use DBI;
with 'Catmandu::Store';
has db => (is => 'lazy');
sub _build_db { DBI->connect("dbi:SQLite:dbname=$ENV{PEER_CATALOG}", '', '', { RaiseError => 1, sqlite_unicode => 1, ReadOnly => 1 }) }

package Catmandu::Store::Peer::Bag;
use Moo;
use Catmandu::Hits;
with 'Catmandu::Bag', 'Catmandu::CQLSearchable';

my $FROM = q{FROM record_set s CROSS JOIN record r ON r.id = s.record LEFT JOIN record_xml x ON x.record = r.id
	WHERE s.format = (SELECT id FROM record_format WHERE prefix = 'oai_dc') AND s.harvest_set = 0};
my $FIELDS = q{r.identifier AS _id, strftime('%Y-%m-%dT%H:%M:%SZ', r.datestamp, 'unixepoch') AS datestamp, r.state AS deleted, r.sets, x.xml};

sub search {
	my ($self, %args) = @_;
	my $db = $self->store->db;
	my ($start, $limit) = ($args{start} // 0, $args{limit} // 100);
	if ($args{query} =~ /^_id exact "(.*)"$/) {
		my $found = $db->selectall_arrayref("SELECT $FIELDS FROM record r LEFT JOIN record_xml x ON x.record = r.id WHERE r.identifier = ? AND r.format = (SELECT id FROM record_format WHERE prefix = 'oai_dc')", { Slice => {} }, $1);
		return Catmandu::Hits->new(start => 0, limit => 1, total => scalar @$found, hits => $found);
	}
	my $found = $db->selectall_arrayref("SELECT $FIELDS $FROM ORDER BY s.datestamp, s.record LIMIT ? OFFSET ?", { Slice => {} }, $limit, $start);
	my ($total) = $db->selectrow_array("SELECT sum(count) FROM record_block WHERE format = (SELECT id FROM record_format WHERE prefix = 'oai_dc') AND harvest_set = 0");
	return Catmandu::Hits->new(start => $start, limit => $limit, total => $total, hits => $found);
}
sub translate_sru_sortkeys { [] }
sub translate_cql_query { $_[1] }
sub searcher { die }
sub delete_by_query { die }
sub generator { sub { } }
sub get { } sub add { } sub delete { } sub delete_all { } sub normalize_query { $_[1] }

package main;
use Dancer ':syntax';
use Catmandu;
use Dancer::Plugin::Catmandu::OAI;

set charset => 'utf-8', log => 'error', logger => 'console', environment => 'production';
Catmandu->config->{store}{peer} = { package => 'Peer' };
oai_provider '/oai', store => 'peer', bag => 'data', datestamp_field => 'datestamp', repositoryName => 'Peer',
	repositoryIdentifier => 'vartai.example.org', delimiter => ':', sampleIdentifier => 'oai:vartai.example.org:g-1', deletedRecord => 'persistent',
	adminEmail => 'a@example.org', uri_base => 'http://127.0.0.1/oai', limit => 100,
	deleted => sub { $_[0]->{deleted} }, set_specs_for => sub { [ split / /, $_[0]->{sets} ] },
	metadata_formats => [ { metadataPrefix => 'oai_dc', schema => 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
		metadataNamespace => 'http://www.openarchives.org/OAI/2.0/oai_dc/', template => \'[% xml %]' } ];
dance;
