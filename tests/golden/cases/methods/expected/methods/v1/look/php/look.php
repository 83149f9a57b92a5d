<?php

// EXAMPLE_KEY=<your key> php look.php
$key = getenv('EXAMPLE_KEY') ?: throw new RuntimeException('Set EXAMPLE_KEY to your key.');

$curl = curl_init('https://example.com/engine');
curl_setopt_array($curl, [
    CURLOPT_NOBODY => true,
    CURLOPT_HTTPHEADER => ["X-Key: {$key}"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'There is one.', "\n";
