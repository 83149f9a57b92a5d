<?php

// FACE_APIKEY=<your key> php train-large-face-list-until-done.php
$endpoint = 'https://norwayeast.api.cognitive.microsoft.com';
$largeFaceListId = 'visitors-2026';
$key = getenv('FACE_APIKEY') ?: throw new RuntimeException('Set FACE_APIKEY to your key.');

$curl = curl_init("{$endpoint}/face/v1.1-preview.1/largefacelists/{$largeFaceListId}/train");
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_HTTPHEADER => ["Ocp-Apim-Subscription-Key: {$key}", 'Content-Length: 0'],
    CURLOPT_HEADERFUNCTION => function ($curl, $line) use (&$headers) {
        [$name, $value] = explode(':', $line, 2) + ['', ''];
        $headers[strtolower($name)] = trim($value);
        return strlen($line);
    },
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Training started.', "\n";
echo "operation-Location: ", $headers['operation-location'] ?? '', "\n";

$deadline = time() + 600;
while (true) {
    $pause = max(0, curl_getinfo($curl, CURLINFO_RETRY_AFTER)) ?: 1;
    time() + $pause <= $deadline || throw new RuntimeException('Stopped after 600 seconds.');
    sleep($pause);
    $curl = curl_init("{$endpoint}/face/v1.1-preview.1/largefacelists/{$largeFaceListId}/training");
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ["Ocp-Apim-Subscription-Key: {$key}", 'Accept: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 30,
    ]);
    ($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $status < 300 || throw new RuntimeException("HTTP $status: $body");
    $state = json_decode($body, true, flags: JSON_THROW_ON_ERROR)['status'];
    $state !== 'failed' || throw new RuntimeException("Failed: $body");
    if ($state === 'succeeded') {
        break;
    }
}
echo $body, "\n";
