<?php

// FACE_APIKEY=<your key> php update-face-list.php
$endpoint = 'https://norwayeast.api.cognitive.microsoft.com';
$faceListId = 'visitors';
$key = getenv('FACE_APIKEY') ?: throw new RuntimeException('Set FACE_APIKEY to your key.');

$curl = curl_init("{$endpoint}/face/v1.1-preview.1/facelists/{$faceListId}");
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'PATCH',
    CURLOPT_HTTPHEADER => ["Ocp-Apim-Subscription-Key: {$key}", 'Content-Type: application/json'],
    CURLOPT_POSTFIELDS => json_encode([
        'name' => 'Visitors in 2026',
        'userData' => 'Front door and car park',
    ]),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Face list updated.', "\n";
