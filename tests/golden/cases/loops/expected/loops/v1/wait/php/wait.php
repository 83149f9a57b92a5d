<?php

// LOOPS_KEY=<your key> php wait.php
$state = rawurlencode('a/b');
$key = getenv('LOOPS_KEY') ?: throw new RuntimeException('Set LOOPS_KEY to your key.');

$curl = curl_init("https://loops.example.com/v1/tasks/{$state}?version=2");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["X-Key: {$key}", 'Content-Type: application/json'],
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
