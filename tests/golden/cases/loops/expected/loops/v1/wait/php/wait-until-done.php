<?php

// LOOPS_KEY=<your key> LOOPS_SECRET=<your key> php wait-until-done.php
$stateValue = rawurlencode('a/b');
$loopsKey = getenv('LOOPS_KEY') ?: throw new RuntimeException('Set LOOPS_KEY to your key.');
$loopsSecret = getenv('LOOPS_SECRET')
    ?: throw new RuntimeException('Set LOOPS_SECRET to your key.');

$curl = curl_init("https://loops.example.com/v1/tasks/{$stateValue}?version=2");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["X-Key: {$loopsKey}", 'Content-Type: application/json'],
    CURLOPT_POSTFIELDS => json_encode(['url' => 'https://loops.example.com/in']),
    CURLOPT_HEADERFUNCTION => function ($curl, $line) use (&$headers) {
        [$name, $value] = explode(':', $line, 2) + ['', ''];
        $headers[strtolower($name)] = trim($value);
        return strlen($line);
    },
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 20,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'The task has started.', "\n";
echo "X-Task: ", $headers['x-task'] ?? '', "\n";

$failed = ['failed', "it's off"];
$done = ['done', 'well "done"'];
$deadline = time() + 2000;
while (true) {
    $pause = max(0, curl_getinfo($curl, CURLINFO_RETRY_AFTER)) ?: 20;
    time() + $pause <= $deadline || throw new RuntimeException('Stopped after 2000 seconds.');
    sleep($pause);
    $curl = curl_init("https://loops.example.com/v1/tasks/{$stateValue}/progress?version=2&secret=" . rawurlencode($loopsSecret));
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ["X-Key: {$loopsKey}", 'language: en', 'Accept: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 20,
    ]);
    ($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $status < 300 || throw new RuntimeException("HTTP $status: $body");
    $state = json_decode($body, true, flags: JSON_THROW_ON_ERROR)['state\'$x'];
    !in_array($state, $failed, true) || throw new RuntimeException("Failed: $body");
    if (in_array($state, $done, true)) {
        break;
    }
}
echo $body, "\n";
