<?php

// LOOPS_KEY=<your key> php cursor.php
$key = getenv('LOOPS_KEY') ?: throw new RuntimeException('Set LOOPS_KEY to your key.');

$curl = curl_init('https://loops.example.com/v1/things?from%24=the%20start&url=x');
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => [
        "X-Key: {$key}",
        'Accept: application/json',
        'Content-Type: application/json',
    ],
    CURLOPT_POSTFIELDS => json_encode(['page' => "it's"]),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 20,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";
