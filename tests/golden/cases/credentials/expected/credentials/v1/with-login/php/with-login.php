<?php

// With a login.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php with-login.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';
$name = 'me';
$data = ['a' => 'b'];

$key = (string) getenv('EXAMPLE_LOGIN');
if ($key === '') {
    fwrite(STDERR, "Set the environment variable EXAMPLE_LOGIN to user:password.\n");
    exit(1);
}

$path = '/login/' . rawurlencode($name);
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_HTTPHEADER => [
        "Authorization: Basic " . base64_encode($key),
        "Cookie: theme=dark%20blue",
        "Content-Type: application/json",
    ],
    CURLOPT_POSTFIELDS => json_encode($data, JSON_THROW_ON_ERROR),
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
