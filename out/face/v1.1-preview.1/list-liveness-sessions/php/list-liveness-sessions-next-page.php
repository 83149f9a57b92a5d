<?php

// FACE_APIKEY=<your key> php list-liveness-sessions-next-page.php
$endpoint = 'https://norwayeast.api.cognitive.microsoft.com';
$key = getenv('FACE_APIKEY') ?: throw new RuntimeException('Set FACE_APIKEY to your key.');

$curl = curl_init("{$endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["Ocp-Apim-Subscription-Key: {$key}", 'Accept: application/json'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";
