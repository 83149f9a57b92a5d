<?php

// Tell how the service is.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php get-status.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';

$path = '/status';
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 5,
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
echo 'All is well.', "\n";
