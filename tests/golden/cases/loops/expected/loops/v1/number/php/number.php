<?php

// LOOPS_SECRET=<your key> LOOPS_KEY=<your key> php number.php
$loopsSecret = getenv('LOOPS_SECRET')
    ?: throw new RuntimeException('Set LOOPS_SECRET to your key.');
$loopsKey = getenv('LOOPS_KEY') ?: throw new RuntimeException('Set LOOPS_KEY to your key.');

$curl = curl_init('https://loops.example.com/v1/numbers?secret=' . rawurlencode($loopsSecret));
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["X-Key: {$loopsKey}", 'Accept: application/json'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 20,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";
