<?php

// EXAMPLE_TOKEN=<your token> php with-token.php
$token = getenv('EXAMPLE_TOKEN') ?: throw new RuntimeException('Set EXAMPLE_TOKEN to your token.');

$curl = curl_init('https://example.com/token');
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["Authorization: Bearer {$token}"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Fine.', "\n";
