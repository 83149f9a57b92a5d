<?php

// EXAMPLE_KEY=<your key> php find-things.php
$ownerId = rawurlencode("O'Brien & sons");
$major = rawurlencode('2');
$key = getenv('EXAMPLE_KEY') ?: throw new RuntimeException('Set EXAMPLE_KEY to your key.');

$curl = curl_init("https://example.com/owners/{$ownerId}/things/v{$major}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["X-Key: {$key}", 'Accept: application/json', "If-Match: 'a1'"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Here are your things.', "\n";
