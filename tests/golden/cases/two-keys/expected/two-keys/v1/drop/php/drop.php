<?php

// Drop it.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php drop.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://example.com';
$endpointValue = 'a';
$key = 'b';

$tenantId = (string) getenv('TENANT_ID');
if ($tenantId === '') {
    fwrite(STDERR, "Set the environment variable TENANT_ID to your key.\n");
    exit(1);
}

$tenantKey = (string) getenv('TENANT_KEY');
if ($tenantKey === '') {
    fwrite(STDERR, "Set the environment variable TENANT_KEY to your key.\n");
    exit(1);
}

$path = '/' . rawurlencode($endpointValue) . '/' . rawurlencode($key);
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'DELETE',
    CURLOPT_HTTPHEADER => [
        "X-Tenant: $tenantId",
        "X-Key: $tenantKey",
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
echo 'Dropped.', "\n";
