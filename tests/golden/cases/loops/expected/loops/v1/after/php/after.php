<?php

// php after.php
$shelf = rawurlencode('a b/c');

$curl = curl_init("https://loops.example.com/v1/{$shelf}/things?top=2");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ['Accept: application/json'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 20,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";
