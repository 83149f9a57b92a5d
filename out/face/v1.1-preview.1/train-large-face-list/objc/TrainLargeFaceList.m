// clang -fobjc-arc -framework Foundation TrainLargeFaceList.m && FACE_APIKEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *endpoint = @"https://norwayeast.api.cognitive.microsoft.com";
  NSString *largeFaceListId = @"visitors-2026";
  NSString *key = NSProcessInfo.processInfo.environment[@"FACE_APIKEY"];
  if (key.length == 0) errx(1, "Set FACE_APIKEY to your key.");
  NSString *url = [NSString stringWithFormat:@"%@/face/v1.1-preview.1/largefacelists/%@/train", endpoint, largeFaceListId];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"POST";
  request.timeoutInterval = 30;
  [request setValue:key forHTTPHeaderField:@"Ocp-Apim-Subscription-Key"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Training started.");
          NSHTTPURLResponse *answer = (NSHTTPURLResponse *)response;
          printf("%s %s\n", "operation-Location:",
                 [answer valueForHTTPHeaderField:@"operation-Location"].UTF8String);
          exit(0);
        }] resume];
  dispatch_main();
}
