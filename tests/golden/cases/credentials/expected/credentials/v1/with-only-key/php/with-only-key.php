<?php

// With a key.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php with-only-key.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';

$key = (string) getenv('EXAMPLE_KEY');
if ($key === '') {
    fwrite(STDERR, "Set the environment variable EXAMPLE_KEY to your key.\n");
    exit(1);
}

$path = '/key' . '?api%20key=' . rawurlencode($key);
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
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
