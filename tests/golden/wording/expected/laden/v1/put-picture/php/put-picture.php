<?php

// LADEN_ZUGANG=<Name:Paßwort> php put-picture.php
$login = getenv('LADEN_ZUGANG')
    ?: throw new RuntimeException('Setzen Sie LADEN_ZUGANG auf "Name:Paßwort" \\ für C:\\Läden (100 %, $y `z` \'q\').');

$parts = [
    ["name=\"titel\"\r\nContent-Type: text/plain", 'Haus'],
    ['name="bild"; filename="bild.png"', stream_get_contents(fopen('bild.png', 'rb'))],
];
$boundary = bin2hex(random_bytes(16));
$form = '';
foreach ($parts as [$head, $content]) {
    $form .= "--$boundary\r\nContent-Disposition: form-data; $head\r\n\r\n$content\r\n";
}
$curl = curl_init('https://example.com/pictures');
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => [
        'Authorization: Basic ' . base64_encode($login),
        "Content-Type: multipart/form-data; boundary=$boundary",
    ],
    CURLOPT_POSTFIELDS => "$form--$boundary--\r\n",
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_LOW_SPEED_LIMIT => 1000,
    CURLOPT_LOW_SPEED_TIME => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Das Bild wurde hochgeladen.', "\n";
