<?php

// With token and key.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php with-both.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';

$exampleToken = (string) getenv('EXAMPLE_TOKEN');
if ($exampleToken === '') {
    fwrite(STDERR, "Set the environment variable EXAMPLE_TOKEN to your key.\n");
    exit(1);
}

$exampleKey = (string) getenv('EXAMPLE_KEY');
if ($exampleKey === '') {
    fwrite(STDERR, "Set the environment variable EXAMPLE_KEY to your key.\n");
    exit(1);
}

$path = '/both' . '?api%20key=' . rawurlencode($exampleKey);
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'PUT',
    CURLOPT_HTTPHEADER => [
        "Authorization: Bearer $exampleToken",
        'Content-Length: 0',
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
echo 'Fine.', "\n";
