// With a login.
//
// Build: clang -fobjc-arc -framework Foundation WithLogin.m -o sample
// Run:   ./sample

#import <Foundation/Foundation.h>

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://example.com";
    NSString *nameValue = @"me";
    NSDictionary *body = @{@"a" : @"b"};

    NSString *key = NSProcessInfo.processInfo.environment[@"EXAMPLE_LOGIN"];
    if (key.length == 0) {
      fprintf(stderr, "Set the environment variable EXAMPLE_LOGIN to user:password.\n");
      return 1;
    }

    NSMutableCharacterSet *allowed = [NSCharacterSet.URLPathAllowedCharacterSet mutableCopy];
    [allowed removeCharactersInString:@"/"];  // a value is one segment, whatever it holds
    NSMutableString *path = [NSMutableString string];
    [path appendString:@"/login/"];
    [path appendString:[nameValue stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"POST";
    request.timeoutInterval = 30;
    NSData *login = [key dataUsingEncoding:NSUTF8StringEncoding];
    NSString *basic = [login base64EncodedStringWithOptions:0];
    NSString *authorization = [@"Basic " stringByAppendingString:basic];
    [request setValue:authorization forHTTPHeaderField:@"Authorization"];
    [request setValue:@"theme=dark%20blue" forHTTPHeaderField:@"Cookie"];
    [request setValue:@"application/json" forHTTPHeaderField:@"Content-Type"];
    request.HTTPBody = [NSJSONSerialization dataWithJSONObject:body options:0 error:nil];

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
              puts("Fine.");
              exitCode = 0;
            }
            dispatch_semaphore_signal(done);
          }];
    [task resume];
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    return exitCode;
  }
}
