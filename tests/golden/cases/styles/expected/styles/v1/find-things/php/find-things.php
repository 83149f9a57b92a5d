<?php

// Find things of every style.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php find-things.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';

$path = '/things?ids=1%7C2&words=a%20b&filter%5Bfrom%5D=x%20y&filter%5Bto%5D=2&size=3&point=x%2C3%2Cy%2C4';
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
echo 'Here are your things.', "\n";
