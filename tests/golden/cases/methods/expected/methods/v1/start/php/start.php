<?php

// EXAMPLE_KEY=<your key> php start.php
$key = getenv('EXAMPLE_KEY') ?: throw new RuntimeException('Set EXAMPLE_KEY to your key.');

$curl = curl_init('https://example.com/engine/start');
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_HTTPHEADER => ["X-Key: {$key}", 'Content-Length: 0'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'The engine starts.', "\n";
