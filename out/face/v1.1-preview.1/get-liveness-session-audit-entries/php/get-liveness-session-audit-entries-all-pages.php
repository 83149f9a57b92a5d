<?php

// FACE_APIKEY=<your key> php get-liveness-session-audit-entries-all-pages.php
$endpoint = 'https://norwayeast.api.cognitive.microsoft.com';
$sessionId = rawurlencode('b12e033e-bda7-4b83-a211-e721c661f30e');
$key = getenv('FACE_APIKEY') ?: throw new RuntimeException('Set FACE_APIKEY to your key.');

$firstPage = "{$endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions/{$sessionId}/audit?top=20";
$url = $firstPage;
for ($page = 0; true; $page++) {
    $page < 1000 || throw new RuntimeException('Stopped after 1000 pages.');
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ["Ocp-Apim-Subscription-Key: {$key}", 'Accept: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 30,
    ]);
    ($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $status < 300 || throw new RuntimeException("HTTP $status: $body");
    echo $body, "\n";
    $items = json_decode($body, true, flags: JSON_THROW_ON_ERROR);
    if (count($items) < 20) {
        break;
    }
    $cursor = end($items)['id'];
    $url = "{$firstPage}&start={$cursor}";
}
