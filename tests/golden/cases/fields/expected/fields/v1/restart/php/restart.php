<?php

// EXAMPLE_TOKEN=<your key> php restart.php
$key = getenv('EXAMPLE_TOKEN') ?: throw new RuntimeException('Set EXAMPLE_TOKEN to your key.');

$curl = curl_init('https://example.com/restart');
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["Authorization: {$key}", "X-Token: {$key}", 'Accept: application/json'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'It restarts.', "\n";
