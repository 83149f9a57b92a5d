// Find the things of an owner.
//
// Build: clang -fobjc-arc -framework Foundation FindThings.m -o sample
// Run:   ./sample

#import <Foundation/Foundation.h>

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://example.com";
    NSString *ownerId = @"O'Brien & sons";
    NSString *major = @"2";

    NSString *key = NSProcessInfo.processInfo.environment[@"EXAMPLE_KEY"];
    if (key.length == 0) {
      fprintf(stderr, "Set the environment variable EXAMPLE_KEY to your key.\n");
      return 1;
    }

    NSMutableCharacterSet *allowed = [NSCharacterSet.URLPathAllowedCharacterSet mutableCopy];
    [allowed removeCharactersInString:@"/"];  // a value is one segment, whatever it holds
    NSMutableString *path = [NSMutableString string];
    [path appendString:@"/owners/"];
    [path appendString:[ownerId stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/things/v"];
    [path appendString:[major stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@":find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name"];
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"GET";
    request.timeoutInterval = 30;
    [request setValue:key forHTTPHeaderField:@"X-Key"];
    [request setValue:@"application/json" forHTTPHeaderField:@"Accept"];
    [request setValue:@"'a1'" forHTTPHeaderField:@"If-Match"];

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
              puts("Here are your things.");
              exitCode = 0;
            }
            dispatch_semaphore_signal(done);
          }];
    [task resume];
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    return exitCode;
  }
}
