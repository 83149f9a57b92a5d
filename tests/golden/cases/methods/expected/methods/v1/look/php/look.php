<?php

// Look whether there is an engine.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php look.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';

$key = (string) getenv('EXAMPLE_KEY');
if ($key === '') {
    fwrite(STDERR, "Set the environment variable EXAMPLE_KEY to your key.\n");
    exit(1);
}

$path = '/engine';
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
    CURLOPT_NOBODY => true,
    CURLOPT_HTTPHEADER => [
        "X-Key: $key",
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
echo 'There is one.', "\n";
