<?php

// LOOPS_KEY=<your key> php link.php
$items = rawurlencode('ours');
$key = getenv('LOOPS_KEY') ?: throw new RuntimeException('Set LOOPS_KEY to your key.');

$curl = curl_init("https://loops.example.com/v1/{$items}/links?top=2");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["X-Key: {$key}", 'Accept: application/json'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 20,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";
