<?php

// Create a session in which a client checks that a face is real.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php create-liveness-session.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://norwayeast.api.cognitive.microsoft.com';
$data = [
    'livenessOperationMode' => 'Passive',
    'deviceCorrelationId' => '8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24',
];

$key = (string) getenv('FACE_APIKEY');
if ($key === '') {
    fwrite(STDERR, "Set the environment variable FACE_APIKEY to your key.\n");
    exit(1);
}

$path = '/face/v1.1-preview.1/detectLiveness/singleModal/sessions';
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_HTTPHEADER => [
        "Ocp-Apim-Subscription-Key: $key",
        "Content-Type: application/json",
    ],
    CURLOPT_POSTFIELDS => json_encode($data, JSON_THROW_ON_ERROR),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
$body = curl_exec($curl);
if ($body === false) {
    fwrite(STDERR, 'No answer: ' . curl_error($curl) . "\n");
    exit(1);
}
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status < 200 || $status > 299) {
    fwrite(STDERR, "HTTP $status: $body\n");
    exit(1);
}
echo $body, "\n";
