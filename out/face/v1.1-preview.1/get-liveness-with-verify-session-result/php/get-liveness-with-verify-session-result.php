<?php

// Get the status of a liveness-with-verify session and, once there is one, its result.
//
// Install: PHP's curl extension (Debian: apt install php-curl)
// Run:     php get-liveness-with-verify-session-result.php  (PHP 8.3 or later)

// Put your own values here.
$endpoint = 'https://norwayeast.api.cognitive.microsoft.com';
$sessionId = 'b12e033e-bda7-4b83-a211-e721c661f30e';

$key = (string) getenv('FACE_APIKEY');
if ($key === '') {
    fwrite(STDERR, "Set the environment variable FACE_APIKEY to your key.\n");
    exit(1);
}

$path = '/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/' . rawurlencode($sessionId);
$curl = curl_init(rtrim($endpoint, '/') . $path);
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => [
        "Ocp-Apim-Subscription-Key: $key",
    ],
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
