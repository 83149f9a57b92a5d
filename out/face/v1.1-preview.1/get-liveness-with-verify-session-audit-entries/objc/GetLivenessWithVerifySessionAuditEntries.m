// List what clients asked in a liveness-with-verify session, and what they were answered.
//
// Build: clang -fobjc-arc -framework Foundation GetLivenessWithVerifySessionAuditEntries.m
// Run:   ./a.out

#import <Foundation/Foundation.h>

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://norwayeast.api.cognitive.microsoft.com";
    NSString *sessionId = @"b12e033e-bda7-4b83-a211-e721c661f30e";

    NSString *key = NSProcessInfo.processInfo.environment[@"FACE_APIKEY"];
    if (key.length == 0) {
      fprintf(stderr, "Set the environment variable FACE_APIKEY to your key.\n");
      return 1;
    }

    NSMutableCharacterSet *allowed = [NSCharacterSet.URLPathAllowedCharacterSet mutableCopy];
    [allowed removeCharactersInString:@"/"];  // a value is one segment, whatever it holds
    NSMutableString *path = [NSMutableString string];
    [path appendString:@"/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/"];
    [path appendString:[sessionId stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/audit"];
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"GET";
    request.timeoutInterval = 30;
    [request setValue:key forHTTPHeaderField:@"Ocp-Apim-Subscription-Key"];

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
