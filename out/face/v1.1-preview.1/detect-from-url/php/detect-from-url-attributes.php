<?php

// FACE_APIKEY=<your key> php detect-from-url-attributes.php
$endpoint = 'https://norwayeast.api.cognitive.microsoft.com';
$key = getenv('FACE_APIKEY') ?: throw new RuntimeException('Set FACE_APIKEY to your key.');

$curl = curl_init("{$endpoint}/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => [
        "Ocp-Apim-Subscription-Key: {$key}",
        'Accept: application/json',
        'Content-Type: application/json',
    ],
    CURLOPT_POSTFIELDS => json_encode(['url' => 'https://example.com/face.jpg']),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";
