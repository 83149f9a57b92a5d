<?php

// Find the things of an owner.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php find-things.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';
$ownerId = "O'Brien & sons";
$major = '2';

$key = (string) getenv('EXAMPLE_KEY');
if ($key === '') {
    fwrite(STDERR, "Set the environment variable EXAMPLE_KEY to your key.\n");
    exit(1);
}

$path = '/owners/'
    . rawurlencode($ownerId)
    . '/things/v'
    . rawurlencode($major)
    . ':find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name';
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => [
        "X-Key: $key",
        "Accept: application/json",
        "If-Match: 'a1'",
    ],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
$body = curl_exec($curl);
if ($body === false) {
    fwrite(STDERR, 'No answer: ' . curl_error($curl) . "\n");
    exit(1);
}
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status < 200 || $status > 299) {
    fwrite(STDERR, "HTTP $status: $body\n");
    exit(1);
}
echo 'Here are your things.', "\n";
