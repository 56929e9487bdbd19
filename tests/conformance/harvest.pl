#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Harvests a list with a client of Debian's: harvest.pl http-oai|catmandu BASE_URL
# [NAME=VALUE...] (metadataPrefix, set, from, until), and prints a line of JSON for
# each record: identifier, datestamp, deleted, sets, xml.
use strict;
use warnings;
use JSON::PP;

my ($client, $base, @arguments) = @ARGV;
my %arguments = map { split /=/, $_, 2 } @arguments;
my $json = JSON::PP->new->canonical->utf8;
my ($print, %harvest);

$print = sub {
	my ($identifier, $datestamp, $deleted, $sets, $xml) = @_;
	print $json->encode({ identifier => "$identifier", datestamp => "$datestamp", deleted => $deleted ? JSON::PP::true : JSON::PP::false,
		sets => [ map { "$_" } @$sets ], xml => $xml }), "\n";
};

# HTTP::OAI follows the tokens by itself.
$harvest{'http-oai'} = sub {
	require HTTP::OAI;
	my $harvester = HTTP::OAI::Harvester->new(baseURL => $base);
	my $answer = $harvester->ListRecords(%arguments, onRecord => sub {
		my $r = shift;
		# The dom is a document or a fragment, with <metadata> around the record or without.
		my $root = $r->metadata && $r->metadata->dom;
		($root) = grep { $_->nodeType == 1 } $root->childNodes while $root && ($root->nodeType != 1 || $root->localname eq 'metadata');
		$print->($r->identifier, $r->datestamp, $r->is_deleted, [ $r->header->setSpec ], $root ? $root->toString : undef);
	});
	die $answer->message . "\n" if $answer->is_error;
};

$harvest{catmandu} = sub {
	require Catmandu::Importer::OAI;
	Catmandu::Importer::OAI->new(url => $base, handler => 'raw', strict => 1, %arguments)->each(sub {
		my $r = shift;
		$print->($r->{_identifier}, $r->{_datestamp}, $r->{_status} eq 'deleted', $r->{_setSpec}, $r->{_metadata});
	});
};

die "there is no client '$client'\n" unless $harvest{$client};
$harvest{$client}->();
