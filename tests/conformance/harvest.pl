#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Harvests a repository with HTTP::OAI: harvest.pl BASE_URL PREFIX
# prints the number of records and how many of them are deleted.
use strict;
use warnings;
use HTTP::OAI;

my ($base, $prefix) = @ARGV;
my $harvester = HTTP::OAI::Harvester->new(baseURL => $base);
my ($records, $deleted) = (0, 0);
# Called for each record of each page: HTTP::OAI follows the tokens by itself.
my $count = sub {
	my $record = shift;
	$records++;
	if ($record->is_deleted) {
		$deleted++;
	} else {
		die $record->identifier . " has no metadata\n" unless $record->metadata && $record->metadata->dom;
	}
};
my $answer = $harvester->ListRecords(metadataPrefix => $prefix, onRecord => $count);
die $answer->message . "\n" if $answer->is_error;
print "$records $deleted\n";
