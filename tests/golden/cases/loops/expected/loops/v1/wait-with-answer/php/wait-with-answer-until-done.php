<?php

// php wait-with-answer-until-done.php
$stateValue = rawurlencode('x');

$curl = curl_init("https://loops.example.com/v1/jobs/{$stateValue}");
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'PUT',
    CURLOPT_HTTPHEADER => ['Accept: application/json', 'Content-Length: 0'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 20,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";

$deadline = time() + 600;
while (true) {
    $pause = max(0, curl_getinfo($curl, CURLINFO_RETRY_AFTER)) ?: 1;
    time() + $pause <= $deadline || throw new RuntimeException('Stopped after 600 seconds.');
    sleep($pause);
    $curl = curl_init("https://loops.example.com/v1/jobs/{$stateValue}");
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ['Accept: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 20,
    ]);
    ($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $status < 300 || throw new RuntimeException("HTTP $status: $body");
    $state = json_decode($body, true, flags: JSON_THROW_ON_ERROR)['state\'$x'];
    if ($state === 'done') {
        break;
    }
}
echo $body, "\n";
