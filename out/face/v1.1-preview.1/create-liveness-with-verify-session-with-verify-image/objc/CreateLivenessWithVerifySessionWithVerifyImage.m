// Create a session with the image that the client's face is compared with.
//
// Build: clang -fobjc-arc -framework Foundation CreateLivenessWithVerifySessionWithVerifyImage.m
// Run:   ./a.out

#import <Foundation/Foundation.h>

static void AddPart(NSMutableData *body, NSString *boundary, NSString *name, NSString *file,
                    NSString *type, NSData *content) {
  NSMutableString *head = [NSMutableString stringWithFormat:@"--%@\r\n", boundary];
  [head appendFormat:@"Content-Disposition: form-data; name=\"%@\"", name];
  file = [file.lastPathComponent stringByReplacingOccurrencesOfString:@"\"" withString:@"%22"];
  if (file != nil) [head appendFormat:@"; filename=\"%@\"", file];
  if (type != nil) [head appendFormat:@"\r\nContent-Type: %@", type];
  [head appendString:@"\r\n\r\n"];
  [body appendData:[head dataUsingEncoding:NSUTF8StringEncoding]];
  [body appendData:content];
  [body appendData:[@"\r\n" dataUsingEncoding:NSUTF8StringEncoding]];
}

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://norwayeast.api.cognitive.microsoft.com";
    NSString *verifyImage = @"verify-image.jpg";
    id parameters = @{
      @"livenessOperationMode" : @"Passive",
      @"deviceCorrelationId" : @"8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24",
    };

    NSString *key = NSProcessInfo.processInfo.environment[@"FACE_APIKEY"];
    if (key.length == 0) {
      fprintf(stderr, "Set the environment variable FACE_APIKEY to your key.\n");
      return 1;
    }

    NSString *boundary = NSUUID.UUID.UUIDString;
    NSMutableData *body = [NSMutableData data];
    NSData *content = [NSJSONSerialization dataWithJSONObject:parameters options:0 error:nil];
    AddPart(body, boundary, @"Parameters", nil, nil, content);
    content = [NSData dataWithContentsOfFile:verifyImage];
    if (content == nil) {
      fprintf(stderr, "Can't read %s.\n", verifyImage.UTF8String);
      return 1;
    }
    AddPart(body, boundary, @"VerifyImage", verifyImage, @"image/jpeg", content);
    NSString *end = [NSString stringWithFormat:@"--%@--\r\n", boundary];
    [body appendData:[end dataUsingEncoding:NSUTF8StringEncoding]];
    NSString *path = @"/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions";
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"POST";
    request.timeoutInterval = 30;
    [request setValue:key forHTTPHeaderField:@"Ocp-Apim-Subscription-Key"];
    NSString *type = [@"multipart/form-data; boundary=" stringByAppendingString:boundary];
    [request setValue:type forHTTPHeaderField:@"Content-Type"];
    request.HTTPBody = body;

    __block int exitCode = 1;
    dispatch_semaphore_t done = dispatch_semaphore_create(0);
    NSURLSessionDataTask *task = [NSURLSession.sharedSession
        dataTaskWithRequest:request
          completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
            NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
            if (error != nil) {
              fprintf(stderr, "No answer: %s\n", error.localizedDescription.UTF8String);
            } else if (status < 200 || status > 299) {
              fprintf(stderr, "HTTP %ld: %.*s\n", (long)status, (int)data.length,
                      (const char *)data.bytes);
            } else {
              printf("%.*s\n", (int)data.length, (const char *)data.bytes);
              exitCode = 0;
            }
            dispatch_semaphore_signal(done);
          }];
    [task resume];
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    return exitCode;
  }
}
