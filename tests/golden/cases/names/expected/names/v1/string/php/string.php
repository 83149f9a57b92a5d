<?php

// Each variable has a name that works.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php string.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';
$class = 'a';
$classValue = 'b';
$value = 'c';
$value2Nd = 'd';
$pathValue = 'e';
$pathKey = 'f';
$pathKeyValue = 'g';
$userId = 'h';

$key = (string) getenv('PATH_KEY');
if ($key === '') {
    fwrite(STDERR, "Set the environment variable PATH_KEY to your key.\n");
    exit(1);
}

$path = '/'
    . rawurlencode($class)
    . '/'
    . rawurlencode($classValue)
    . '/'
    . rawurlencode($value)
    . '/'
    . rawurlencode($value2Nd)
    . '/'
    . rawurlencode($pathValue)
    . '/'
    . rawurlencode($pathKey)
    . '/'
    . rawurlencode($pathKeyValue)
    . '/'
    . rawurlencode($userId);
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
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
echo 'Fine.', "\n";
